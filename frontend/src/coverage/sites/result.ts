/** A proposal in words and as a table: the same that lies on the map. */

import { html, nothing, type TemplateResult } from 'lit'
import type { Proposal, Site } from './told'
import { amount, looking, money, WEIGHT_NAMES, where } from './words'

export interface Acts {
  choose(n: number): void
  tryOut: (() => void) | null
}

export function result(
  proposal: Proposal,
  currency: string,
  chosen: number | null,
  acts: Acts,
): TemplateResult {
  const sites = proposal.sites ?? []
  return html`<section id="proposed" aria-labelledby="proposed-title">
    <h2 id="proposed-title" tabindex="-1">Proposed sites</h2>
    ${(proposal.words ?? []).map((words, n) => html`<p class=${n === 2 ? 'muted' : ''}>${words}</p>`)}
    ${sites.length ? table(proposal, sites, currency, chosen, acts) : nothing}
    ${remarks(proposal)}
  </section>`
}

function table(
  { id, wanted, left }: Proposal,
  sites: Site[],
  currency: string,
  chosen: number | null,
  { choose, tryOut }: Acts,
): TemplateResult {
  const all = left ?? { street: 0, area: 0, demand: 0 }
  return html`<div class="row">
      ${tryOut ? html`<button type="button" id="try" @click=${tryOut}>Open as scenario</button>` : nothing}
      <a class="button" href="/api/proposals/${id}.csv" download>CSV</a>
    </div>
    <div class="wide" tabindex="0" role="region" aria-label="Table of proposed sites">
      <table class="parts">
        <thead><tr>
          <th scope="col">Site</th><th scope="col">Camera</th>
          <th scope="col">Adds ${WEIGHT_NAMES[wanted.weight]}</th>
          <th scope="col">So far</th><th scope="col">Five years, so far</th>
        </tr></thead>
        <tbody>${sites.map(
          site => html`<tr>
            <th scope="row"><button type="button" class="link" data-site=${site.n}
              aria-pressed=${site.n === chosen} @click=${() => choose(site.n)}>${site.n}. ${where(site)}</button></th>
            <td>${site.kind_name}, ${looking(site)}</td>
            <td>${amount(wanted.weight, site.gain, all)}</td>
            <td>${amount(wanted.weight, site.sum, all)}</td>
            <td>${money(site.sum.cost, currency)}</td>
          </tr>`,
        )}</tbody>
      </table>
    </div>`
}

/** What was left out, so that nobody looks for it in vain. */
function remarks({
  places = 0,
  fitting = 0,
  listed = 0,
  outside = 0,
  turned = [],
  turned_away = 0,
}: Proposal): TemplateResult {
  return html`
    ${listed > fitting ? html`<p class="muted">${listed - fitting} of ${listed} places carry no camera of these kinds.</p>` : nothing}
    ${fitting > places ? html`<p class="muted">Of ${fitting} places ${places} were looked at, spread evenly over the area.</p>` : nothing}
    ${outside ? html`<p class="note amber">${outside} of your points lie outside the area.</p>` : nothing}
    ${
      turned_away
        ? html`<details class="note amber"><summary>${turned_away} rows of your file could not be read</summary>
            <ul>${turned.map(({ row, why }) => html`<li>Row ${row}: ${why}</li>`)}</ul></details>`
        : nothing
    }`
}
