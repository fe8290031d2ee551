/** Fragmented MP4 into a video element, never far behind what the camera sees. */

const BEHIND = 0.2 // seconds at which it plays faster
const ENOUGH = 0.1 // seconds at which it plays as filmed again
const LOST = 1 // seconds at which it jumps
const EDGE = 0.05 // seconds kept between what is shown and what has come
const KEPT = 8 // seconds of what was shown

type Source = typeof MediaSource

/** What this browser builds films with; an iPhone has a frugal one of its own. */
export function mediaSource(): Source | undefined {
  const { ManagedMediaSource } = globalThis as { ManagedMediaSource?: Source }
  return globalThis.MediaSource ?? ManagedMediaSource
}

const CODECS = { h264: 'avc1.42E01E', h265: 'hvc1.1.6.L93.B0' }

/** Which of the codecs cameras speak can be shown as film; of the others JPEG is sent. */
export function plays(source = mediaSource()): string[] {
  return Object.entries(CODECS)
    .filter(([, codec]) => source?.isTypeSupported(`video/mp4; codecs="${codec}"`))
    .map(([name]) => name)
}

/** Where to go from here: a place to jump to, or how fast to play. */
export function chase(now: number, start: number, end: number): { jump?: number; rate?: number } {
  if (now < start || now > end || end - now > LOST) return { jump: Math.max(start, end - EDGE) }
  if (end - now > BEHIND) return { rate: 1 + Math.min(0.5, end - now) }
  return end - now < ENOUGH ? { rate: 1 } : {}
}

export class Film {
  #media: MediaSource
  #buffer: SourceBuffer | null = null
  #waiting: ArrayBuffer[] = []
  #mime = ''

  constructor(
    readonly video: HTMLVideoElement,
    private readonly broken: () => void,
  ) {
    const Made = mediaSource()
    if (!Made) throw new Error('This browser builds no films')
    this.#media = new Made()
    video.disableRemotePlayback = true // else an iPhone refuses the frugal kind
    video.src = URL.createObjectURL(this.#media)
    this.#media.addEventListener('sourceopen', () => this.#begin(), { once: true })
  }

  /** Say how what comes next is coded: at first, and again when the camera changes it. */
  start(mime: string): void {
    this.#mime = mime
    if (!this.#buffer) {
      this.#begin()
      return
    }
    this.#waiting = []
    if (this.#buffer.updating) this.#buffer.abort()
    this.#buffer.changeType(mime)
  }

  append(data: ArrayBuffer): void {
    this.#waiting.push(data)
    this.#pump()
  }

  end(): void {
    URL.revokeObjectURL(this.video.src)
    this.video.removeAttribute('src')
    this.video.load()
  }

  #begin(): void {
    if (!this.#mime || this.#media.readyState !== 'open' || this.#buffer) return
    this.#buffer = this.#media.addSourceBuffer(this.#mime)
    this.#buffer.onupdateend = () => {
      this.#follow()
      this.#pump()
    }
    this.#pump()
  }

  #pump(): void {
    const buffer = this.#buffer
    if (!buffer || buffer.updating || this.#media.readyState !== 'open') return
    if (!this.#waiting.length) {
      this.#forget(buffer)
      return
    }
    try {
      buffer.appendBuffer(joined(this.#waiting))
      this.#waiting = []
      if (this.video.paused) this.#play()
    } catch (reason) {
      if (!(reason instanceof DOMException)) throw reason
      this.broken() // a full buffer, or pictures it cannot read: a new one is built
    }
  }

  /** Leaving the page, or a change of film, ends a wish to play; neither is a fault. */
  #play(): void {
    this.video.play().catch((reason: unknown) => {
      if (!(reason instanceof DOMException)) throw reason
    })
  }

  #follow(): void {
    const { video } = this
    const { buffered } = video
    const last = buffered.length - 1
    if (last < 0) return
    const to = chase(video.currentTime, buffered.start(last), buffered.end(last))
    if (to.jump !== undefined) video.currentTime = to.jump
    if (to.rate !== undefined) video.playbackRate = to.rate
  }

  #forget(buffer: SourceBuffer): void {
    const { buffered, currentTime } = this.video
    if (!buffered.length || currentTime - buffered.start(0) < 2 * KEPT) return
    buffer.remove(0, currentTime - KEPT)
  }
}

function joined(parts: ArrayBuffer[]): ArrayBuffer {
  if (parts.length === 1) return parts[0]!
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(new Uint8Array(part), at)
    at += part.byteLength
  }
  return whole.buffer
}
