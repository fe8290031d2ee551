/** One step of the form at a time, with a way on and back; the address says which. */

import { type Fault, type Words as FaultWords, faultsOf, show } from './faults'

export interface Words extends FaultWords {
  step: string // "Step {n} of {of}"
  next: string
  back: string
}

export interface Hooks {
  /** What a step finds wrong beside what its fields themselves say. */
  faults(step: string): Fault[]
  shown(step: string): void
}

export class Steps {
  #steps: HTMLFieldSetElement[]
  #next: HTMLButtonElement
  #back: HTMLButtonElement
  #now = 0

  constructor(
    private readonly form: HTMLFormElement,
    private readonly send: HTMLElement,
    private readonly words: Words,
    private readonly hooks: Hooks,
  ) {
    this.#steps = [...form.querySelectorAll<HTMLFieldSetElement>('fieldset[id^="step-"]')]
    for (const [n, step] of this.#steps.entries()) this.#number(step, n)
    this.#back = button(words.back)
    this.#next = button(words.next)
    this.#next.className = 'main'
    const way = document.createElement('div')
    way.className = 'row way'
    send.before(way)
    way.append(this.#back, this.#next, send)
    this.#next.addEventListener('click', () => this.next())
    this.#back.addEventListener('click', () => history.back())
    addEventListener('popstate', () => this.#show(this.#named(location.hash), true))
    document.addEventListener('click', event => this.#follow(event))
    history.replaceState(null, '', location.pathname + location.search)
  }

  get now(): number {
    return this.#now
  }

  get last(): boolean {
    return this.#now === this.#steps.length - 1
  }

  /** Begin at a step, with those before it behind the browser's back button. */
  begin(step: number, focus: boolean): void {
    for (let n = 1; n <= step; n++) history.pushState(null, '', `#${this.#steps[n]!.id}`)
    this.#show(step, focus)
  }

  /** What was wrong is being mended: say no more of it. */
  clear(): void {
    show([], this.#steps[this.#now]!, this.words)
  }

  next(): boolean {
    const step = this.#steps[this.#now]!
    const faults = [...this.hooks.faults(step.id), ...faultsOf(step, this.words)]
    show(faults, step, this.words)
    if (faults.length) return false
    if (this.last) return true
    history.pushState(null, '', `#${this.#steps[this.#now + 1]!.id}`)
    this.#show(this.#now + 1, true)
    return true
  }

  /** The step of the first field the server refused; the last, where it refused no field. */
  faulty(): number {
    const field = document.querySelector('[aria-invalid="true"]')
    const at = this.#steps.findIndex(step => step.contains(field))
    return field && at >= 0 ? at : this.#steps.length - 1
  }

  #show(now: number, focus: boolean): void {
    this.#now = now
    for (const [n, step] of this.#steps.entries()) step.hidden = n !== now
    this.#back.hidden = now === 0
    this.#next.hidden = this.last
    this.send.hidden = !this.last
    this.hooks.shown(this.#steps[now]!.id)
    if (!focus) return
    scrollTo({ top: 0 })
    this.#steps[now]!.querySelector('legend')?.focus({ preventScroll: true })
  }

  #named(hash: string): number {
    return Math.max(
      0,
      this.#steps.findIndex(step => `#${step.id}` === hash),
    )
  }

  #number(step: HTMLFieldSetElement, n: number): void {
    const legend = step.querySelector('legend')
    if (!legend) return
    const number = document.createElement('span')
    number.className = 'step'
    number.textContent = this.words.step
      .replace('{n}', String(n + 1))
      .replace('{of}', String(this.#steps.length))
    legend.tabIndex = -1
    legend.prepend(number, ' ')
  }

  /** A link of the list of faults: to the step its field is in, and to the field. */
  #follow(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>('#faults a')
    const field = link && this.form.querySelector<HTMLElement>(`#${link.hash.slice(1)}`)
    if (!field) return
    event.preventDefault()
    const at = this.#steps.findIndex(step => step.contains(field))
    if (at >= 0 && at !== this.#now) this.#show(at, false)
    field.focus()
  }
}

function button(words: string): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = words
  return button
}
