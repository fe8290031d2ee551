/** The light build of hls.js has the types of the whole: what it lacks (sound, subtitles) is not asked of it. */
declare module 'hls.js/light' {
  import Hls from 'hls.js'
  export default Hls
}
