/** How long after the click the pictures are there; read by the benchmarks and by field reports. */

export const FIRST = 'click→first-thumb'
export const ALL = 'click→all-thumbs'

export class Timing {
  #waiting: Set<string> | null = null
  #seen = new Set<string>()
  #first = false

  /** `since`: when the key or the button went down, by the clock of the page. */
  click(since: number): void {
    performance.clearMarks('click')
    performance.clearMeasures(FIRST)
    performance.clearMeasures(ALL)
    performance.mark('click', { startTime: since })
    this.#waiting = null
    this.#seen.clear()
    this.#first = false
  }

  /** Say whose pictures there will be. */
  expect(ids: Iterable<string>): void {
    this.#waiting ??= new Set(ids)
    this.#check()
  }

  painted(ids: string[]): void {
    for (const id of ids) this.#seen.add(id)
    if (!this.#first && ids.length) {
      this.#first = true
      performance.measure(FIRST, 'click')
    }
    this.#check()
  }

  #check(): void {
    if (!this.#waiting?.size || ![...this.#waiting].every(id => this.#seen.has(id))) return
    performance.measure(ALL, 'click')
    this.#waiting = new Set()
  }
}
