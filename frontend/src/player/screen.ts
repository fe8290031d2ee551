/** Where one camera is shown: its last still, then film, or JPEG after JPEG where there is no film. */

import type { Picture } from '../incident/pictures'
import { Film } from './film'

export class Screen {
  readonly #canvas: HTMLCanvasElement
  readonly #video: HTMLVideoElement
  #film: Film | null = null
  #mime = ''

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

  /** What is shown until the first picture comes. */
  still(picture: Picture | undefined): void {
    if (picture && this.element.dataset.shows !== 'live') this.#draw(picture.bitmap)
  }

  /** Take the still away: what it shows may no longer be seen. */
  clear(): void {
    this.end()
    this.#size(1, 1)
  }

  start(mime: string): void {
    this.#mime = mime
    if (mime === 'image/jpeg') {
      this.end()
      return
    }
    if (!this.#film) {
      this.#film = new Film(this.#video, this.broken)
      this.#video.requestVideoFrameCallback(() => this.#first('film'))
    }
    this.#film.start(mime)
  }

  take(data: ArrayBuffer): void {
    if (this.#mime === 'image/jpeg') this.#slide(data)
    else this.#film?.append(data)
  }

  /** Stop, and keep the last picture in view, darkened. */
  end(): void {
    if (this.#film && this.#video.videoWidth) {
      this.#size(this.#video.videoWidth, this.#video.videoHeight)
      this.#canvas.getContext('2d')?.drawImage(this.#video, 0, 0)
    }
    this.#film?.end()
    this.#film = null
    delete this.element.dataset.shows
  }

  /** Giving a canvas its size wipes it. */
  #size(width: number, height: number): void {
    this.#canvas.width = width
    this.#canvas.height = height
  }

  async #slide(data: ArrayBuffer): Promise<void> {
    const bitmap = await createImageBitmap(new Blob([data], { type: this.#mime }))
    this.#draw(bitmap)
    bitmap.close()
    this.#first('slides')
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
