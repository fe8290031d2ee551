/** The tables of a study's numbers. */

import { html, nothing, type TemplateResult } from 'lit'
import { type Column, type Order, pressed, sorted } from './sorting'
import type { District, Equity, Hours, Place, Prune, Share } from './told'
import { area, between, count, few, fine, metres, money, percent } from './words'

const LISTED = 30

type Told = TemplateResult | string

interface Shown<Row> extends Column<Row> {
  cell: (row: Row) => Told
}

const share = (told: Share | null): Told =>
  html`${percent(told?.value)}${between(told) ? html`<small>${between(told)}</small>` : nothing}`

const DISTRICTS: Shown<District>[] = [
  {
    key: 'name',
    label: 'District',
    by: row => (row.district === null ? null : row.name),
    cell: row => row.name,
  },
  shareColumn('area', 'Ground seen'),
  shareColumn('public', 'Public ground'),
  shareColumn('street', 'Street'),
  shareColumn('demand', 'Demand'),
  {
    key: 'street_m',
    label: 'Street seen',
    by: row => row.street_seen_m,
    cell: row => html`${metres(row.street_seen_m)}<small>of ${metres(row.street_m)}</small>`,
  },
  { key: 'overlap', label: 'Overlap', by: row => row.overlap, cell: row => percent(row.overlap) },
  {
    key: 'private',
    label: 'With private, at least',
    by: row => row.with_private,
    cell: row => percent(row.with_private),
  },
  { key: 'cameras', label: 'Cameras', by: row => row.cameras, cell: row => count(row.cameras) },
  { key: 'uptime', label: 'Uptime', by: row => row.uptime, cell: row => percent(row.uptime) },
  {
    key: 'residents',
    label: 'Residents',
    by: row => row.residents,
    cell: row => count(row.residents),
  },
  {
    key: 'per_1000',
    label: 'Cameras per 1,000',
    by: row => row.per_1000,
    cell: row => few(row.per_1000),
  },
]

export function districts(
  rows: District[],
  order: Order,
  press: (order: Order) => void,
): TemplateResult {
  return wide(
    'Districts',
    html`<table data-table="districts">
      <caption>Shares with the interval they lie in, nine times of ten. A column's name sorts it.</caption>
      <thead>
        <tr>
          ${DISTRICTS.map(
            column => html`<th
              scope="col"
              aria-sort=${order.key === column.key ? (order.down ? 'descending' : 'ascending') : nothing}
            >
              <button type="button" @click=${() => press(pressed(order, column.key, column.key === 'name'))}>
                ${column.label}
              </button>
            </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${sorted(rows, DISTRICTS, order).map(row => line(DISTRICTS.map(each => each.cell(row))))}
      </tbody>
    </table>`,
  )
}

export function levels(rows: District[], names: string[]): TemplateResult {
  const ranks = [...names.map((_, nth) => nth + 1).reverse(), 0]
  return table(
    'Open ground and street by the best level any camera gives',
    ['District', ...ranks.map(rank => (rank ? names[rank - 1]! : 'not seen'))],
    rows.map(row => [
      row.name,
      ...ranks.map(
        rank =>
          html`${area(row.area_by_level[rank]!)}<small>${metres(row.street_by_level[rank]!)}</small>`,
      ),
    ]),
  )
}

export function hours({ rows }: Hours): TemplateResult {
  return table(
    'Calls of three years by the hour',
    ['Hour', 'Calls', 'Seen', 'Share'],
    rows.map(row => [
      `${row.hour}`,
      count(row.calls),
      few(row.seen),
      percent(row.calls ? row.seen / row.calls : null),
    ]),
  )
}

export function residents({ districts }: Equity): TemplateResult {
  return table(
    'What is seen for each resident',
    ['District', 'Residents', 'Seen street for 1,000', 'Seen public ground for each'],
    districts.map(row => [
      row.name,
      count(row.residents),
      metres(row.street_per_resident && 1000 * row.street_per_resident),
      row.public_per_resident === null ? '–' : `${few(row.public_per_resident)} m²`,
    ]),
  )
}

export function land({ private_land }: Equity): TemplateResult {
  return table(
    'Private land in view of the agency’s cameras',
    ['District', 'Watched', 'Of its private land'],
    private_land.districts.map(row => [row.name, area(row.seen_m2), percent(row.share)]),
  )
}

export function places(rows: Place[], fly: (place: Place) => void): TemplateResult {
  return table(
    'Places watched more than is asked for them',
    ['Place', 'Cameras on a spot', 'Watched, rank', 'Asked, rank'],
    rows.map(row => [
      html`<button type="button" class="link" @click=${() => fly(row)}>
        ${row.street || 'Unnamed place'}<span class="unseen"> on the map</span>
      </button>`,
      fine(row.looks),
      percent(row.watched),
      percent(row.wanted),
    ]),
  )
}

/** Those without which nothing is lost are named apart: the others are the ones to weigh. */
export function prune({ rows, cameras }: Prune, currency: string): TemplateResult {
  const free = rows.filter(row => row.lost.m2 === 0)
  const rest = rows.filter(row => row.lost.m2 > 0).slice(0, LISTED)
  const saved = free.reduce((sum, row) => sum + (row.saves ?? 0), 0)
  return html`<p>
      ${count(free.length)} of ${count(cameras)} cameras see nothing here that no other sees. Without
      them nothing of it is lost, and some ${money(saved, currency)} a year is saved.
    </p>
    ${free.length ? more('Name them', going(free, currency)) : nothing}
    ${rest.length ? going(rest, currency) : nothing}`
}

export function more(summary: string, inside: TemplateResult): TemplateResult {
  return html`<details><summary>${summary}</summary>${inside}</details>`
}

function going(rows: Prune['rows'], currency: string): TemplateResult {
  return table(
    'In the order of going',
    [
      'Camera',
      'Demand lost',
      'Street lost',
      'Ground lost',
      'After private',
      'Saves a year',
      'All so far',
    ],
    rows.map(row => [
      html`${row.number} ${row.name}${row.offline ? html`<small>offline too often</small>` : nothing}`,
      percent(row.lost.demand),
      metres(row.lost.street_m),
      area(row.lost.m2),
      area(row.lost.m2_after_private),
      money(row.saves, currency),
      metres(row.together.street_m),
    ]),
  )
}

export function table(caption: string, heads: string[], rows: Told[][]): TemplateResult {
  return wide(
    caption,
    html`<table>
      <caption>${caption}</caption>
      <thead>
        <tr>
          ${heads.map(head => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(line)}
      </tbody>
    </table>`,
  )
}

function line([first, ...rest]: Told[]): TemplateResult {
  return html`<tr>
    <th scope="row">${first}</th>
    ${rest.map(cell => html`<td>${cell}</td>`)}
  </tr>`
}

/** A table may be wider than its place; those without a mouse scroll it by its keys. */
function wide(name: string, inside: TemplateResult): TemplateResult {
  return html`<div class="wide" tabindex="0" role="region" aria-label=${name}>${inside}</div>`
}

function shareColumn(key: 'area' | 'public' | 'street' | 'demand', label: string): Shown<District> {
  return {
    key,
    label,
    by: row => row.shares[key]?.value ?? null,
    cell: row => share(row.shares[key]),
  }
}
