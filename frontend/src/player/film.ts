/** Fragmented MP4 into a video element. */

const KEPT = 8 // seconds of what was shown
const LAST = 0.08 // seconds before a gap that count as the gap

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

/** What is done when more has come: keep up with it, or find where to begin. */
export type Follow = (video: HTMLVideoElement) => void

/** Where a video can play from: where it is, or past a gap. */
export function reachable({ buffered, currentTime }: HTMLVideoElement): number {
  for (let n = 0; n < buffered.length; n++) {
    if (currentTime < buffered.start(n)) return buffered.start(n)
    if (currentTime < buffered.end(n) - LAST) return currentTime
  }
  return currentTime
}

export class Film {
  #media: MediaSource
  #buffer: SourceBuffer | null = null
  #waiting: ArrayBuffer[] = []
  #mime = ''
  #held = false

  constructor(
    readonly video: HTMLVideoElement,
    private readonly follow: Follow,
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

  /** Stand still, or go on. */
  hold(held: boolean): void {
    this.#held = held
    if (held) this.video.pause()
    else this.#play()
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
      if (this.video.buffered.length) this.follow(this.video)
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
      if (this.video.paused && !this.#held) this.#play()
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
