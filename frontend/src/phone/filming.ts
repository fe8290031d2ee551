/** The camera as film, where the phone can make it: MP4 in fragments, each of about a second. */

import type { Sender } from './sender'

export const MIME = 'video/mp4;codecs=avc1.42E01E'
const PIECE = 500 // ms; a fragment ends with the keyframe after it
const KEYFRAMES = 1000
const BITS = 1_500_000
const LEAST = 300_000
const SHORT = 2000 // ms; who stops sooner cannot film

type Options = MediaRecorderOptions & { videoKeyFrameIntervalDuration: number }

export class Filming {
  #recorder: MediaRecorder | null = null
  #bits = BITS
  #can = globalThis.MediaRecorder?.isTypeSupported(MIME) ?? false

  constructor(
    private readonly sender: Pick<Sender, 'begin' | 'film'>,
    private readonly stream: () => MediaStream | null,
  ) {}

  /** Whether it films; pictures are then only for the small screen. */
  get on(): boolean {
    return this.#recorder !== null
  }

  /** Begin a new film: at first, and whenever the line came back. */
  begin(): void {
    this.end()
    const stream = this.stream()
    if (!stream || !this.#can) return
    const options: Options = {
      mimeType: MIME,
      videoBitsPerSecond: this.#bits,
      videoKeyFrameIntervalDuration: KEYFRAMES,
    }
    const recorder = new MediaRecorder(stream, options)
    const began = Date.now()
    this.#recorder = recorder
    recorder.ondataavailable = ({ data }) => {
      if (data.size && recorder === this.#recorder) this.sender.film(data)
    }
    recorder.onerror = () => this.give()
    recorder.onstop = () => {
      if (recorder !== this.#recorder) return
      if (Date.now() - began < SHORT) this.give()
      else this.begin() // a phone that was turned round films in another shape
    }
    this.sender.begin()
    recorder.start(PIECE)
  }

  /** Film what the line carries; what it could not carry is not sent late. */
  slower(): void {
    this.#bits = Math.max(LEAST, this.#bits / 2)
    this.begin()
  }

  /** Film no more: the pictures alone do. */
  give(): void {
    this.#can = false
    this.end()
  }

  end(): void {
    const recorder = this.#recorder
    this.#recorder = null
    if (recorder && recorder.state !== 'inactive') recorder.stop()
  }
}
