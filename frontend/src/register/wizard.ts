/** What every step of the registration has at hand. */

import type { Api } from '../api'
import { say } from '../say'
import type { Words as AddressWords } from './addresses'
import type { Fields, Preset } from './fields'
import type { Ground } from './ground'
import type { Words as HandleWords } from './handles'
import type { Words as PreviewWords } from './preview'
import type { Limits } from './sight'
import type { Words as StepWords } from './steps'

type Named =
  | ('map' | 'no_map' | 'here' | 'locating' | 'unlocated' | 'near' | 'pinned')
  | ('placeless' | 'key_seen' | 'key_hidden' | 'guessed' | 'unseen')
  | ('anchor' | 'anchorless' | 'unshown' | 'begun' | 'go_on' | 'anew' | 'proving')

export type Words = StepWords & AddressWords & HandleWords & PreviewWords & Record<Named, string>

export interface Facts {
  challenge: string
  words: Words
  limits: Limits
  presets: Record<string, Preset>
  bounds: [number, number, number, number] | null
}

export interface Wizard {
  api: Api
  fields: Fields
  words: Words
  /** Null until the map is there, and where it cannot be drawn. */
  ground: Ground | null
}

/** Words for eye and ear in one place of a step; the same words are not said twice. */
export class Note {
  readonly line = document.createElement('p')

  constructor() {
    this.line.className = 'note'
    this.line.hidden = true
  }

  set(words: string, amber = false): void {
    if (this.line.textContent === words) return
    this.line.textContent = words
    this.line.hidden = !words
    this.line.classList.toggle('amber', amber)
    say(words)
  }
}

export function button(words: string, deed: () => void): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = words
  button.addEventListener('click', deed)
  return button
}
