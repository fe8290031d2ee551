/** What a call shows of its video: who looks at what now, and what was kept of it. */

import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { length } from '../player/timeline'
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

export interface KeptClip {
  id: string
  camera: string
  begins_at: string
  ends_at: string
  kept_by: string
  sha256: string
}

export function kept({ live = [], stills = [], clips = [], evidence }: Call): TemplateResult {
  return html`
    ${
      live.length
        ? html`<ul class="looking" aria-label="Who looks at live video">
            ${live.map(each => html`<li><span class="state" data-look="live">live</span> ${each.name} at ${each.camera}</li>`)}
          </ul>`
        : nothing
    }
    ${
      clips.length + stills.length
        ? html`<details class="more">
            <summary>${counted(clips.length, stills.length)} kept</summary>
            <ul class="kept-stills">
              ${repeat(clips, clip => clip.id, clipRow)} ${repeat(stills, still => still.id, row)}
            </ul>
          </details>`
        : nothing
    }
    ${evidence ? html`<p><a href=${evidence}>Evidence of this call</a></p>` : nothing}
  `
}

function counted(clips: number, stills: number): string {
  const some = (n: number, name: string) => (n === 1 ? `1 ${name}` : `${n} ${name}s`)
  return [clips && some(clips, 'clip'), stills && some(stills, 'still')].filter(Boolean).join(', ')
}

function clipRow(clip: KeptClip): TemplateResult {
  const [from, to] = [Date.parse(clip.begins_at), Date.parse(clip.ends_at)]
  const at = new Date(from).toLocaleTimeString()
  return html`<li>
    <a href="/api/clips/${clip.id}.mp4" download>${clip.camera || 'A camera'}, ${at}, ${length((to - from) / 1000)}</a>
    ${hash(clip)}
  </li>`
}

function row(still: KeptStill): TemplateResult {
  const at = new Date(still.captured_at)
  return html`<li>
    <a href="/api/stills/${still.id}.jpg" target="_blank" rel="noopener">${still.camera || 'A camera'}, ${at.toLocaleTimeString()}</a>
    ${hash(still)}
  </li>`
}

function hash({ kept_by, sha256 }: KeptStill | KeptClip): TemplateResult {
  return html`<span class="muted" title="SHA-256 ${sha256}">kept by ${kept_by}, ${sha256.slice(0, 12)}…</span>`
}
