/** What stands under a player's picture: what is said of it, and its buttons. */

import { html, nothing, type TemplateResult } from 'lit'
import type { Camera } from '../incident/camera'
import { facts } from './facts'
import type { Other } from './live'

/** What a key says to a player. */
export type Key = 'keep' | 'still' | 'recorded' | 'live' | 'in' | 'out'

export interface FootFacts {
  camera: Camera
  /** As it was, not as it is. */
  past: boolean
  ended: boolean
  /** A picture is on. */
  shown: boolean
  /** Seconds of its owner's time, where they are nearly over. */
  left: number | null
  also: Other[]
  note: string
}

export interface FootEvents {
  step(by: number): void
  wall(): void
  press(key: Key): void
  again(): void
}

export function foot(told: FootFacts, on: FootEvents): TemplateResult {
  const names = told.also.map(({ name, call }) => (call ? `${name} (${call})` : name))
  return html`
    ${told.left === null ? nothing : last(told.left, told.past, on)}
    ${names.length ? html`<p class="muted">Also watched by ${names.join(', ')}</p>` : nothing}
    ${told.note ? html`<p class="muted">${told.note}</p>` : nothing}
    <div class="row">
      ${step(-1, '◂', 'Camera before', '[', on)} ${step(1, '▸', 'Camera after', ']', on)}
      <span class="space"></span>
      ${deeds(told, on)}
      <button type="button" @click=${on.wall}>Wall <kbd>Enter</kbd></button>
    </div>
    ${facts(told.camera)}
  `
}

function step(by: number, sign: string, words: string, key: string, on: FootEvents) {
  return html`<button type="button" title=${words} @click=${() => on.step(by)}>
    <span aria-hidden="true">${sign}</span><span class="unseen">${words}</span> <kbd>${key}</kbd>
  </button>`
}

function deeds({ past, ended, shown }: FootFacts, on: FootEvents) {
  const button = (words: string, key: Key, letter: string, off = false) =>
    html`<button type="button" ?disabled=${off} @click=${() => on.press(key)}>${words} <kbd>${letter}</kbd></button>`
  const again = html`<button type="button" class="main" @click=${on.again}>Ask again</button>`
  if (past) return html`${ended ? again : nothing} ${button('Live', 'live', 'l')}`
  return html`
    ${ended ? again : button('Keep still', 'still', 's', !shown)}
    ${button('Recorded', 'recorded', 'r')}
  `
}

function last(left: number, past: boolean, on: FootEvents) {
  const more = html`<button type="button" @click=${() => on.press('keep')}>Keep 5 more minutes <kbd>k</kbd></button>`
  return html`<p class="explain amber ending">
    Its owner's time ends in ${left} s. ${past ? nothing : more}
  </p>`
}
