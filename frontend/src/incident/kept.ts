/** What a call shows of its live video: who looks at what now, and the stills that were kept. */

import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Call } from './call'

export interface Looking {
  name: string
  camera: string
}

export interface KeptStill {
  id: string
  camera: string
  captured_at: string
  kept_by: string
  sha256: string
}

export function kept({ live = [], stills = [] }: Call): TemplateResult {
  return html`
    ${
      live.length
        ? html`<ul class="looking" aria-label="Who looks at live video">
            ${live.map(each => html`<li><span class="state" data-look="live">live</span> ${each.name} at ${each.camera}</li>`)}
          </ul>`
        : nothing
    }
    ${
      stills.length
        ? html`<details class="more">
            <summary>${stills.length === 1 ? '1 still kept' : `${stills.length} stills kept`}</summary>
            <ul class="kept-stills">${repeat(stills, still => still.id, row)}</ul>
          </details>`
        : nothing
    }
  `
}

function row(still: KeptStill): TemplateResult {
  const at = new Date(still.captured_at)
  return html`<li>
    <a href="/api/stills/${still.id}.jpg" target="_blank" rel="noopener">${still.camera || 'A camera'}, ${at.toLocaleTimeString()}</a>
    <span class="muted" title="SHA-256 ${still.sha256}">kept by ${still.kept_by}, ${still.sha256.slice(0, 12)}…</span>
  </li>`
}
