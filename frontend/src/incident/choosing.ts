/** Which camera is pointed at: on the map, in the row, in the list and in its field of view alike. */

import { say } from '../say'
import type { Camera } from './camera'
import type { Fields } from './fields'
import type { Stage } from './stage'
import type { Strip } from './strip'

export class Choice {
  #hot: string | null = null

  constructor(
    private readonly stage: Stage,
    private readonly strip: Strip,
    private readonly fields: Fields,
    private readonly cameras: () => Camera[],
    private readonly changed: () => void,
  ) {}

  get hot(): string | null {
    return this.#hot
  }

  forget(): void {
    this.#hot = null
  }

  heat(id: string | null): void {
    if (id === this.#hot) return
    this.#hot = id
    this.stage.heat(id)
    this.strip.heat(id)
    this.fields.heat(id)
    this.changed()
  }

  /** Go to the camera with this number: its thumbnail takes the focus. */
  select(no: number): void {
    const camera = this.cameras().find(each => each.no === no)
    if (!camera) return
    const row = document.querySelector<HTMLElement>(`[data-row="${camera.id}"]`)
    const button = this.button(camera.id) ?? row
    button?.focus()
    button?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }

  button(id: string): HTMLButtonElement | undefined {
    return this.stage.button(id) ?? this.strip.button(id)
  }

  step(by: number): void {
    const cameras = this.cameras()
    if (!cameras.length) return
    const here = cameras.findIndex(camera => camera.id === this.#hot)
    const from = here < 0 && by < 0 ? 0 : here
    this.select(cameras.at((from + by) % cameras.length)!.no)
  }

  pin(): void {
    if (!this.#hot) say('Point at a thumbnail, then press p')
    else say(this.stage.pin(this.#hot) ? 'Pinned' : 'Not pinned')
  }
}
