/** What the colours and hatches mean, in the order they are read. */

import { html, type TemplateResult } from 'lit'
import type { Levels } from './layers'
import { blues, QUARTERS, REASONS, SEEN } from './palette'
import type { Show } from './state'

interface Sign {
  /** A colour, or the name of a sign. */
  look: string
  words: string
}

const GAP: Sign = { look: 'gap', words: 'Nothing' }
const STREET: Sign = { look: 'street', words: 'Street not seen' }

export function signs(show: Show, levels: Levels): Sign[] {
  switch (show) {
    case 'seen': {
      const words = ['Up to a quarter seen', 'Up to half', 'Up to three quarters', 'More, or all']
      return [GAP, ...QUARTERS.map((look, n) => ({ look, words: words[n]! })), STREET]
    }
    case 'overlap': {
      const words = ['1 camera', '2', '3 or 4', '5 or more']
      const gap = { ...GAP, words: 'No camera' }
      return [gap, ...QUARTERS.map((look, n) => ({ look, words: words[n]! })), STREET]
    }
    case 'level': {
      const named = blues(levels.length).map((look, n) => ({ look, words: levels[n]! }))
      return [{ ...GAP, words: 'Below all levels' }, ...named, STREET]
    }
    case 'reason':
      return [
        ...REASONS.map(({ code, words }) => ({ look: code, words })),
        { look: SEEN, words: 'Seen' },
      ]
  }
}

export function legend(show: Show, levels: Levels): TemplateResult {
  return html`<ul>
    ${signs(show, levels).map(({ look, words }) => html`<li>${swatch(look)} ${words}</li>`)}
  </ul>`
}

export function swatch(look: string): TemplateResult {
  if (!look.startsWith('#')) return html`<span class="sign sign-${look}" aria-hidden="true"></span>`
  // The content policy lets no element have a style of its own; a fill is none.
  return html`<svg class="sign" viewBox="0 0 16 16" aria-hidden="true">
    <rect width="16" height="16" fill=${look} />
  </svg>`
}
