/** Where one camera is shown: its last still, then film, or JPEG after JPEG where there is no film. */

import type { Picture } from '../incident/pictures'
import { Film, type Follow } from './film'
import { type List, Listed } from './hls'

export class Screen {
  readonly #canvas: HTMLCanvasElement
  readonly #video: HTMLVideoElement
  #film: Film | null = null
  #listed: Listed | null = null
  #mime = ''
  #turn = 0

  constructor(
    private readonly element: HTMLElement,
    private readonly shown: () => void,
    private readonly broken: () => void,
  ) {
    this.#canvas = document.createElement('canvas')
    this.#video = document.createElement('video')
    this.#video.muted = this.#video.playsInline = true
    element.prepend(this.#canvas, this.#video)
  }

  get video(): HTMLVideoElement {
    return this.#video
  }

  get filmed(): boolean {
    return this.#film !== null
  }

  /** How far what came could play, by the clock of the film. */
  get until(): number {
    const { buffered } = this.#video
    return buffered.length ? buffered.end(buffered.length - 1) : 0
  }

  /** What is shown until the first picture comes. */
  still(picture: Picture | undefined): void {
    if (picture && this.element.dataset.shows !== 'live') this.#draw(picture.bitmap)
  }

  /** Take the still away: what it shows may no longer be seen. */
  clear(): void {
    this.end()
    this.#size(1, 1)
  }

  start(mime: string, follow: Follow): void {
    this.#mime = mime
    if (mime === 'image/jpeg') {
      this.end()
      return
    }
    if (!this.#film) {
      const film = new Film(this.#video, follow, this.broken)
      this.#film = film
      this.#awaitFirst()
    }
    this.#film.start(mime)
  }

  /** Show a playlist; `came` is called whenever a newer picture is on. */
  list(list: List, came: () => void): void {
    this.end()
    this.#listed = new Listed(this.#video, list, came, this.broken)
    this.#awaitFirst()
  }

  take(data: ArrayBuffer): void {
    if (this.#mime === 'image/jpeg') this.#slide(data)
    else this.#film?.append(data)
  }

  /** Stand still, or go on. */
  hold(held: boolean): void {
    this.#film?.hold(held)
  }

  /** Stop, and keep the last picture in view, darkened. */
  end(): void {
    this.#turn++
    if ((this.#film || this.#listed) && this.#video.videoWidth) {
      this.#size(this.#video.videoWidth, this.#video.videoHeight)
      this.#canvas.getContext('2d')?.drawImage(this.#video, 0, 0)
    }
    this.#film?.end()
    this.#listed?.end()
    this.#film = this.#listed = null
    delete this.element.dataset.shows
  }

  #awaitFirst(): void {
    const turn = this.#turn
    this.#video.requestVideoFrameCallback(() => turn === this.#turn && this.#first('film'))
  }

  /** Giving a canvas its size wipes it. */
  #size(width: number, height: number): void {
    this.#canvas.width = width
    this.#canvas.height = height
  }

  async #slide(data: ArrayBuffer): Promise<void> {
    const turn = this.#turn
    const bitmap = await createImageBitmap(new Blob([data], { type: this.#mime }))
    if (turn === this.#turn) {
      this.#draw(bitmap)
      this.#first('slides')
    }
    bitmap.close()
  }

  #first(form: 'film' | 'slides'): void {
    this.element.dataset.shows = 'live'
    this.element.dataset.form = form
    this.shown()
  }

  #draw(bitmap: ImageBitmap): void {
    this.#size(bitmap.width, bitmap.height)
    this.#canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  }
}
