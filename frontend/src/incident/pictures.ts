/** The pixels of many thumbnails on one canvas; a new picture repaints its own rectangle only. */

import type { Box } from '../layout/geometry'

export interface Picture {
  bitmap: ImageBitmap
  capturedAt: number
}

// Each frame of the screen costs the whole canvas, and thirty cameras answer at thirty moments of a
// second: a first picture is shown at once, the next ones together.
const TOGETHER = 250 // ms

export class Pictures {
  #context: CanvasRenderingContext2D
  #boxes = new Map<string, Box>()
  #grey = new Set<string>()
  #due = new Set<string>()
  #painted = new Set<string>()
  #frame = 0
  #timer = 0
  painted: (ids: string[]) => void = () => {}

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly latest: ReadonlyMap<string, Picture>,
  ) {
    const context = canvas.getContext('2d')
    if (!context) throw new Error('This browser draws no canvas')
    this.#context = context
  }

  /** Take new places; pictures already here are painted again at once. */
  place(boxes: Map<string, Box>, width: number, height: number): void {
    if (boxes.size) this.#resize(width, height)
    else this.#context.clearRect(0, 0, this.canvas.width, this.canvas.height)
    this.#boxes = boxes
    this.#painted.clear()
    for (const id of boxes.keys()) this.#paint(id)
    this.painted([...this.#painted])
  }

  /** A canvas that keeps its size is wiped: a new one costs more than all that is painted on it. */
  #resize(width: number, height: number): void {
    const { canvas } = this
    const ratio = devicePixelRatio
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (canvas.width === w && canvas.height === h) {
      this.#context.clearRect(0, 0, width, height)
      return
    }
    canvas.width = w
    canvas.height = h
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0)
    this.#context.imageSmoothingQuality = 'medium'
  }

  /** Paint a picture: in the next frame where there was none, else with others that arrive. */
  refresh(id: string): void {
    if (!this.#boxes.has(id)) return
    this.#due.add(id)
    if (this.#painted.has(id)) this.#timer ||= window.setTimeout(() => this.#request(), TOGETHER)
    else this.#request()
  }

  /** Take the colour out of a picture that is no longer what is there. */
  fade(id: string, grey: boolean): void {
    if (grey === this.#grey.has(id)) return
    if (grey) this.#grey.add(id)
    else this.#grey.delete(id)
    this.refresh(id)
  }

  #request(): void {
    this.#frame ||= requestAnimationFrame(() => this.#flush())
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#frame = this.#timer = 0
    const ids = [...this.#due]
    this.#due.clear()
    this.painted(ids.filter(id => this.#paint(id)))
  }

  /** Whether there is a place for it, and a picture. */
  #paint(id: string): boolean {
    const box = this.#boxes.get(id)
    const picture = this.latest.get(id)
    if (!box || !picture) return false
    this.#painted.add(id)
    this.#context.filter = this.#grey.has(id) ? 'grayscale(1) brightness(0.75)' : 'none'
    const { width, height } = picture.bitmap
    // Fill the box and cut what is over, so that an odd aspect does not squeeze what is seen.
    const scale = Math.min(width / box.w, height / box.h)
    const [w, h] = [box.w * scale, box.h * scale]
    this.#context.drawImage(
      picture.bitmap,
      (width - w) / 2,
      (height - h) / 2,
      w,
      h,
      box.x,
      box.y,
      box.w,
      box.h,
    )
    return true
  }
}
