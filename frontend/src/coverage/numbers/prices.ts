/** What cameras cost and what else is to be had, and the forms that change it. */

import { html, nothing, type TemplateResult } from 'lit'
import { table } from './tables'
import type { Kind, Money, Prices, Unit, Way } from './told'
import { count, metres, money } from './words'

export interface Deeds {
  change(path: string, values: Record<string, unknown>): void
  enter(values: Record<string, unknown>, form: HTMLFormElement): void
}

const UNITS: Record<Unit['what'], string> = {
  recruiting: 'Asking an address',
  lighting: 'Lighting a metre',
}

export function ways({ rows, currency }: Money): TemplateResult {
  const per = ({ per_metre: { value, low, high } }: Way) => html`${money(value, currency)}
    ${low !== null && high !== null ? html`<small>${money(low, currency)} to ${money(high, currency)}</small>` : nothing}`
  return table(
    'A metre of street counts by what is asked of it',
    ['Way', 'How many', 'A year', 'Five years', 'Street', 'A year and metre'],
    rows.map(way => [
      way.name,
      html`${count(way.units)}<small>${way.unit}</small>`,
      money(way.annual, currency),
      money(way.five_years, currency),
      html`${metres(way.metres)}<small>weighted ${metres(way.weighted_m)}</small>`,
      per(way),
    ]),
  )
}

export function worth({ kinds, currency }: Money): TemplateResult {
  return table(
    'What a new camera must bring to be worth more than asking addresses',
    ['Kind', 'A year', 'Weighted street'],
    kinds.map(kind => [kind.name, money(kind.annual, currency), metres(kind.worth_m)]),
  )
}

/** Every figure is the centre's own to set. */
export function forms({ kinds, units, currency }: Prices, deeds: Deeds): TemplateResult {
  return html`<details class="more">
    <summary>Set what things cost</summary>
    ${table(
      `Kinds of camera, in ${currency}`,
      ['Kind', 'Once', 'Each year', 'Life, years', 'Offered'],
      kinds.map(kind => row(kind, deeds)),
    )}
    <form class="add" @submit=${(event: SubmitEvent) => added(event, deeds)}>
      <label>New kind<input name="name" required maxlength="80" /></label>
      ${choice('form', 'Form', ['fixed', 'ptz', 'panoramic'])}
      ${choice('mount', 'Mount', ['pole', 'wall', 'ceiling', 'roof'])}
      ${FIGURES.map(
        ({ name, label, usual }) => html`<label
          >${label}<input type="number" name=${name} value=${usual} required min="0" step="any"
        /></label>`,
      )}
      <button type="submit">Enter</button>
    </form>
    ${table(
      `Instead of cameras, in ${currency}`,
      ['What', 'Once', 'Each year', 'Life, years', 'Share that answers', 'Metres each'],
      units.map(unit => unitRow(unit, deeds)),
    )}
  </details>`
}

const FIGURES = [
  { name: 'hfov', label: 'Opening, °', usual: '90' },
  { name: 'range', label: 'Range, m', usual: '60' },
  { name: 'height', label: 'Height, m', usual: '5' },
  { name: 'width_px', label: 'Pixels across', usual: '2688' },
  { name: 'capital', label: 'Once', usual: '' },
  { name: 'yearly', label: 'Each year', usual: '' },
  { name: 'life_years', label: 'Life, years', usual: '7' },
]

function choice(name: string, label: string, of: string[]): TemplateResult {
  return html`<label
    >${label}<select name=${name}>
      ${of.map(each => html`<option>${each}</option>`)}
    </select></label
  >`
}

function row(kind: Kind, deeds: Deeds) {
  const path = `/api/camera-types/${kind.id}`
  const change = (name: string, value: unknown) => deeds.change(path, { [name]: value })
  return [
    kind.name,
    field(kind.name, 'once', kind.capital, value => change('capital', value)),
    field(kind.name, 'each year', kind.yearly, value => change('yearly', value)),
    field(kind.name, 'life in years', kind.life_years, value => change('life_years', value)),
    html`<input
      type="checkbox"
      aria-label="${kind.name}, offered"
      .checked=${kind.offered}
      @change=${(event: Event) => change('offered', (event.target as HTMLInputElement).checked)}
    />`,
  ]
}

function unitRow(unit: Unit, deeds: Deeds) {
  const path = `/api/unit-costs/${unit.what}`
  const name = UNITS[unit.what]
  const change = (field: string, value: number) => deeds.change(path, { [field]: value })
  const asks = unit.what === 'recruiting'
  return [
    name,
    field(name, 'once', unit.capital, value => change('capital', value)),
    field(name, 'each year', unit.yearly, value => change('yearly', value)),
    field(name, 'life in years', unit.life_years, value => change('life_years', value)),
    asks
      ? field(name, 'share that answers', unit.answering, value => change('answering', value))
      : '–',
    asks ? field(name, 'metres each', unit.metres, value => change('metres', value)) : '–',
  ]
}

function field(
  of: string,
  what: string,
  value: number,
  changed: (value: number) => void,
): TemplateResult {
  return html`<input
    type="number"
    min="0"
    step="any"
    aria-label="${of}, ${what}"
    .value=${String(value)}
    @change=${(event: Event) => changed(Number((event.target as HTMLInputElement).value))}
  />`
}

function added(event: SubmitEvent, deeds: Deeds): void {
  event.preventDefault()
  const form = event.target as HTMLFormElement
  const said: Record<string, unknown> = Object.fromEntries(new FormData(form))
  for (const { name } of FIGURES) said[name] = Number(said[name])
  deeds.enter(said, form)
}
