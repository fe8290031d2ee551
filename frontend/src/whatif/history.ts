/** Every state a plan went through, so that any act can be taken back and done again. */

const ONE_GESTURE = 400 // ms: what a hand does without a pause is one act

export class History<T> {
  #states: T[]
  #at = 0
  #gesture = ''
  #when = -Infinity

  constructor(first: T) {
    this.#states = [first]
  }

  get now(): T {
    return this.#states[this.#at]!
  }

  get undoable(): boolean {
    return this.#at > 0
  }

  get redoable(): boolean {
    return this.#at < this.#states.length - 1
  }

  /** Go on to a new state; the same `gesture` without a pause replaces the state it made. */
  commit(state: T, gesture: string, when: number): void {
    const goesOn = gesture === this.#gesture && when - this.#when < ONE_GESTURE
    if (!goesOn || this.#at === 0) this.#at += 1
    this.#states = [...this.#states.slice(0, this.#at), state]
    this.#gesture = gesture
    this.#when = when
  }

  undo(): boolean {
    if (!this.undoable) return false
    this.#at -= 1
    this.#gesture = ''
    return true
  }

  redo(): boolean {
    if (!this.redoable) return false
    this.#at += 1
    this.#gesture = ''
    return true
  }
}
