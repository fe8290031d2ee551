/** The rows on the page. */

import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { age } from '../age'
import { type Call, kindWords } from '../incident/call'
import { type Row, sightWords } from './rows'

export interface TableEvents {
  close(call: Call): void
}

export function table(
  rows: Row[],
  now: number,
  dispatches: boolean,
  on: TableEvents,
): TemplateResult {
  return html`<table class="calls">
    <caption class="unseen">Open calls, the urgent first</caption>
    <thead>
      <tr>
        <th scope="col"><span class="unseen">Priority</span></th>
        <th scope="col">Type</th>
        <th scope="col">Address</th>
        <th scope="col">Age</th>
        <th scope="col">Cameras</th>
        ${dispatches ? html`<th scope="col"><span class="unseen">Deeds</span></th>` : nothing}
      </tr>
    </thead>
    <tbody>
      ${repeat(
        rows,
        row => row.call.id,
        row => line(row, now, dispatches, on),
      )}
    </tbody>
  </table>`
}

function line({ call, gone }: Row, now: number, dispatches: boolean, on: TableEvents) {
  return html`<tr class=${gone ? 'gone' : ''}>
    <td><span class="priority p${Math.min(3, call.priority)}">${call.priority}</span></td>
    <th scope="row">
      <a href="/incidents/${call.id}" data-call=${call.id}>${kindWords(call.kind)}</a>
      <span class="muted">${call.number}${gone ? ' · closed' : ''}</span>
    </th>
    <td class="where">${call.address || call.summary}</td>
    <td class="age">${age(Date.parse(call.reported_at), now)}</td>
    <td class="sight">${sightWords(call)}</td>
    ${
      dispatches
        ? html`<td>
            <button type="button" tabindex="-1" ?disabled=${gone} @click=${() => on.close(call)}>
              Close<span class="unseen"> ${call.number}</span>
            </button>
          </td>`
        : nothing
    }
  </tr>`
}
