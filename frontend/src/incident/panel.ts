/** The head of a call: what, where, how old, how many cameras, and how far round it to look. */

import { html, nothing, type TemplateResult } from 'lit'
import { age } from '../age'
import { type Call, kindWords } from './call'
import { type Helped, outcomeLine } from './helped'
import { kept } from './kept'
import { type OwnerEvents, panicLine } from './owners'

export const RADII = [150, 300, 600]

export interface PanelFacts {
  call: Call
  tally: string[]
  explanation: string
  radius: number
  time: string
  connection: string
  purpose: string
  dispatches: boolean
  investigates: boolean
}

export interface PanelEvents {
  radius(metres: number): void
  time(at: string): void
  close(): void
  helped(helped: Helped | ''): void
  leave(): void
}

export function panel(facts: PanelFacts, on: PanelEvents & OwnerEvents): TemplateResult {
  const { call } = facts
  return html`
    <header class="call-head">
      <span class="priority p${Math.min(3, call.priority)}"><span class="unseen">Priority </span>${call.priority}</span>
      <h1 id="call-title" tabindex="-1">${kindWords(call.kind)}</h1>
      <button type="button" class="leave" @click=${on.leave} title="Back to the map (Esc)">
        <span aria-hidden="true">✕</span><span class="unseen">Back to the map</span>
      </button>
    </header>
    <p class="call-address">${call.address || 'No address'}</p>
    <p class="muted">
      ${call.number}${call.provisional ? ' (provisional)' : nothing} ·
      <time datetime=${call.reported_at}>${age(Date.parse(call.reported_at), Date.now())} ago</time>
      ${call.units.length ? html` · ${call.units.join(', ')}` : nothing}
      ${call.state === 'closed' ? html` · <b>closed</b>` : nothing}
    </p>
    ${call.summary ? html`<p>${call.summary}</p>` : nothing}
    ${outcomeLine(call.outcome, on.helped)}
    <p class="tally">${facts.tally.join(', ')}</p>
    ${facts.explanation ? explain(facts, on) : nothing}
    ${facts.time ? asOf(facts.time, on) : panicLine(call, facts.dispatches, on)}
    ${facts.connection ? html`<p class="explain amber" role="status">${facts.connection}</p>` : nothing}
    ${radii(facts, on)}
    ${kept(call)}
    ${facts.investigates && call.place ? html`<p><a href="/requests/new?incident=${call.id}">Ask owners for footage</a></p>` : nothing}
    <details class="more">
      <summary>Another time, access, closing</summary>
      <label class="field">
        <span class="label">As it was at</span>
        <input
          type="datetime-local"
          .value=${localTime(facts.time)}
          max=${localTime(new Date().toISOString())}
          @change=${(event: Event) => on.time((event.target as HTMLInputElement).value)}
        />
      </label>
      <p class="muted">You look because of ${call.number}: ${facts.purpose}. Each look is written down.</p>
      ${facts.dispatches && call.state === 'open' ? html`<button type="button" @click=${on.close}>Close this call</button>` : nothing}
    </details>
  `
}

/** Why no camera sees the point, and the way to look farther. */
function explain({ explanation, radius }: PanelFacts, on: PanelEvents): TemplateResult {
  const farther = RADII.find(metres => metres > radius)
  return html`<p class="explain">
    ${capital(explanation)}.
    ${farther ? html`<button type="button" @click=${() => on.radius(farther)}>Look within ${farther} m</button>` : nothing}
  </p>`
}

function radii(facts: PanelFacts, on: PanelEvents): TemplateResult {
  const choices = [...new Set([...RADII, facts.radius])].sort((a, b) => a - b)
  return html`<div class="segments" role="group" aria-label="Search radius">
    ${choices.map(
      metres => html`<button
        type="button"
        aria-pressed=${metres === facts.radius}
        @click=${() => on.radius(metres)}
      >${metres} m</button>`,
    )}
  </div>`
}

function asOf(time: string, on: PanelEvents): TemplateResult {
  return html`<p class="explain amber" role="status">
    As of ${new Date(time).toLocaleString()}. There are no pictures of the past here.
    <button type="button" @click=${() => on.time('')}>Now</button>
  </p>`
}

/** What a datetime-local field wants: local time to the minute. */
export function localTime(time: string): string {
  if (!time) return ''
  const at = new Date(time)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
