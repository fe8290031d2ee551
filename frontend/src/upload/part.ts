/** The two points between which a recording is sent. */

import { clock, type Part, secondsOf } from './points'

export class PartFields {
  readonly element = document.createElement('details')
  private readonly from: HTMLInputElement
  private readonly until: HTMLInputElement

  constructor(
    private readonly lasts: number,
    word: (name: string) => string,
    file: string,
  ) {
    const summary = document.createElement('summary')
    summary.textContent = word('part')
    this.from = field(word('from'), file, '0:00')
    this.until = field(word('until'), file, clock(Math.ceil(lasts)))
    const hint = document.createElement('p')
    hint.className = 'muted'
    hint.textContent = word('part-hint')
    this.element.append(
      summary,
      labelled(word('from'), this.from),
      labelled(word('until'), this.until),
      hint,
    )
  }

  /** Give the part; undefined is the whole file, null is none at all. */
  read(): Part | undefined | null {
    const from = secondsOf(this.from.value)
    const until = secondsOf(this.until.value)
    if (from === null || until === null || from >= until || from >= this.lasts) return null
    return from === 0 && until >= this.lasts
      ? undefined
      : { from, until: Math.min(until, this.lasts) }
  }
}

function field(name: string, file: string, value: string): HTMLInputElement {
  const input = document.createElement('input')
  input.value = value
  input.size = 8
  input.setAttribute('aria-label', `${name}: ${file}`)
  return input
}

function labelled(name: string, input: HTMLInputElement): HTMLLabelElement {
  const label = document.createElement('label')
  label.append(`${name} `, input)
  return label
}
