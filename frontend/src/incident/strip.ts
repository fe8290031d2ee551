/** The rail of cameras that have no place on the map; on a phone, all of them. */

import type { Box } from '../layout/geometry'
import { must } from '../page'
import type { Camera } from './camera'
import { type Picture, Pictures } from './pictures'
import type { Status } from './status'
import { type ThumbEvents, Thumbs } from './thumbs'

const GAP = 8

export class Strip {
  readonly pictures: Pictures
  readonly #thumbs: Thumbs
  #ids: string[] = []
  #moved = false

  constructor(latest: ReadonlyMap<string, Picture>, events: ThumbEvents) {
    this.pictures = new Pictures(must<HTMLCanvasElement>('#strip-pictures'), latest)
    this.#thumbs = new Thumbs(must('#strip-thumbs'), events)
    const strip = must('#strip')
    for (const by of ['pointerdown', 'wheel', 'focusin']) {
      strip.addEventListener(by, () => (this.#moved = true), { passive: true })
    }
    // Until somebody moves it, it stands at its first picture, whatever a browser makes of its growth.
    strip.addEventListener('scroll', () => this.#moved || this.#toFirst())
  }

  set(cameras: Camera[]): void {
    const another = cameras[0]?.id !== this.#ids[0]
    this.#ids = cameras.map(camera => camera.id)
    this.#thumbs.set(cameras)
    this.place()
    if (another) this.#toFirst()
  }

  #toFirst(): void {
    const strip = must('#strip')
    this.#moved = false
    if (strip.scrollLeft) strip.scrollLeft = 0
  }

  /** Put each in its place in the row; again when the screen has another width. */
  place(): void {
    const wide = matchMedia('(max-width: 700px)').matches
    const { w, h } = wide ? { w: 168, h: 95 } : { w: 128, h: 72 }
    const boxes = new Map<string, Box>(
      this.#ids.map((id, n) => [id, { x: n * (w + GAP), y: 0, w, h }]),
    )
    for (const [id, box] of boxes) this.#thumbs.place(id, box)
    this.pictures.place(boxes, Math.max(1, boxes.size * (w + GAP) - GAP), h)
  }

  heat(id: string | null): void {
    this.#thumbs.heat(id)
  }

  tell(id: string, status: Status): void {
    this.#thumbs.tell(id, status)
    this.pictures.fade(id, status.look === 'stale' || status.look === 'offline')
  }

  button(id: string): HTMLButtonElement | undefined {
    return this.#thumbs.get(id)
  }
}
