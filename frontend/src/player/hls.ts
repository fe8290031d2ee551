/** A playlist into a video element, by hls.js: each request shows the pass the line has now. */

import type Hls from 'hls.js'

export interface List {
  url: string
  pass(): string
}

type Load = () => Promise<{ default: typeof Hls }>

export class Listed {
  #hls: Hls | null = null
  #ended = false

  constructor(
    readonly video: HTMLVideoElement,
    private readonly list: List,
    /** A newer picture is on. */
    private readonly came: () => void,
    private readonly broken: () => void,
    load: Load = () => import('hls.js/light'),
  ) {
    this.video.addEventListener('timeupdate', this.came)
    this.#begin(load)
  }

  end(): void {
    this.#ended = true
    this.video.removeEventListener('timeupdate', this.came)
    this.#hls?.destroy()
    this.#hls = null
  }

  async #begin(load: Load): Promise<void> {
    const { default: Player } = await load()
    if (this.#ended) return
    if (!Player.isSupported()) {
      this.broken()
      return
    }
    const hls = new Player({
      enableWorker: false, // the content policy lets no script make another out of a blob
      xhrSetup: xhr => xhr.setRequestHeader('Authorization', `Bearer ${this.list.pass()}`),
      capLevelToPlayerSize: true,
      liveSyncDurationCount: 2,
      maxLiveSyncPlaybackRate: 1.2,
      backBufferLength: 8,
    })
    this.#hls = hls
    hls.on(Player.Events.ERROR, (_, { fatal }) => {
      if (fatal) this.broken()
    })
    hls.on(Player.Events.MEDIA_ATTACHED, () => this.#play())
    hls.attachMedia(this.video)
    hls.loadSource(this.list.url)
  }

  /** Leaving the page ends a wish to play; that is no fault. */
  #play(): void {
    this.video.play().catch((reason: unknown) => {
      if (!(reason instanceof DOMException)) throw reason
    })
  }
}
