/** What failed, in words, with a way to try again and the id to ask about. */

import { html, nothing, render, type TemplateResult } from 'lit'
import { Problem } from './api'
import { must } from './page'

export function troubleCard(what: string, reason: unknown, retry?: () => void): TemplateResult {
  const problem = asProblem(reason)
  return html`<div class="trouble" role="alert">
    <h2>${what}</h2>
    <p>${problem.title}${problem.detail ? html`. ${problem.detail}` : nothing}</p>
    ${problem.errors.map(fault => html`<p><b>${fault.field}</b>: ${fault.message}</p>`)}
    ${problem.requestId ? html`<p class="muted">Request <code>${problem.requestId}</code></p>` : nothing}
    ${retry ? html`<button type="button" @click=${retry}>Retry</button>` : nothing}
  </div>`
}

/** Programming mistakes stay loud; everything else is for the reader. */
export function asProblem(reason: unknown): Problem {
  if (reason instanceof Problem) return reason
  throw reason
}

/** Show or clear the card of a page. */
export function showTrouble(what?: string, reason?: unknown, retry?: () => void): void {
  const place = must('#trouble')
  render(what ? troubleCard(what, reason, retry) : nothing, place)
}
