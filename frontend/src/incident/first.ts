/** Pictures first: the map's own work would hold them up, so it waits for them, but not for long. */

const PATIENCE = 300 // ms

export class PicturesFirst {
  #then: (() => void) | null = null
  #timer = 0

  /** Do this once pictures are painted, or when they are late. */
  wait(then: () => void): void {
    clearTimeout(this.#timer)
    this.#then = then
    this.#timer = setTimeout(() => this.go(), PATIENCE) as unknown as number
  }

  /** Wait no longer. */
  go(): void {
    const then = this.#then
    this.forget()
    then?.()
  }

  forget(): void {
    clearTimeout(this.#timer)
    this.#then = null
  }
}
