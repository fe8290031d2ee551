/** The form: how many or for how much, of which kinds, on what, and what they are for. */

import { html, nothing, type TemplateResult } from 'lit'
import { type Kind, WEIGHTS, type Weight, type Wish } from './told'
import { money, WEIGHT_NAMES } from './words'

const SOURCES = [
  ['lamp', 'Street lamps'],
  ['crossing', 'Crossings'],
  ['corner', 'Corners of buildings'],
  ['point', 'Points of my own'],
] as const

export interface Hooks {
  submit(form: HTMLFormElement): void
  changed(form: HTMLFormElement): void
  place(): void
  clear(): void
}

export interface Drawn {
  points: number
  placing: boolean
  own: boolean
  budget: boolean
  busy: boolean
}

export function form(kinds: Kind[], currency: string, drawn: Drawn, hooks: Hooks): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    hooks.submit(event.currentTarget as HTMLFormElement)
  }
  const changed = (event: Event) => hooks.changed(event.currentTarget as HTMLFormElement)
  const usual = kinds.find(({ wall }) => !wall)
  return html`<form id="wish" @submit=${submit} @change=${changed}>
    <fieldset class="how-many">
      <legend>How many</legend>
      <label class="row"><input type="radio" name="by" value="many" checked /> Cameras</label>
      <label class="row"><input type="radio" name="by" value="budget" /> Money</label>
      ${
        drawn.budget
          ? html`<label class="field" for="wish-budget">${currency} over five years
              <input id="wish-budget" name="budget" type="number" min="1" max="1000000000" step="any" required value="50000" /></label>`
          : html`<label class="field" for="wish-many">Cameras, at most 200
              <input id="wish-many" name="many" type="number" min="1" max="200" required value="5" /></label>`
      }
    </fieldset>
    <fieldset class="boxes">
      <legend>Kinds of camera</legend>
      ${kinds.map(
        kind => html`<label class="row">
          <input type="checkbox" name="kind" value=${kind.id} ?checked=${kind === usual} />
          <span>${kind.name} <span class="muted">${money(kind.cost, currency)} in five years${kind.wall ? ', on corners of buildings' : ''}</span></span></label>`,
      )}
    </fieldset>
    <fieldset class="boxes">
      <legend>Where they may go</legend>
      ${SOURCES.map(
        ([value, words]) => html`<label class="row">
          <input type="checkbox" name="source" value=${value} ?checked=${value === 'lamp'} /> ${words}</label>`,
      )}
      ${drawn.own ? own(drawn, hooks) : nothing}
    </fieldset>
    <label class="field" for="wish-weight">What they are for
      <select id="wish-weight" name="weight">
        ${WEIGHTS.map(each => html`<option value=${each}>Most ${WEIGHT_NAMES[each]}</option>`)}
      </select></label>
    <button type="submit" class="main" ?disabled=${drawn.busy}>Propose sites</button>
  </form>`
}

function own({ points, placing }: Drawn, { place, clear }: Hooks): TemplateResult {
  return html`<div class="own">
    <div class="row">
      <button type="button" id="place" aria-pressed=${placing} @click=${place}>Set on the map</button>
      <span role="status">${points} set</span>
      ${points ? html`<button type="button" class="link" @click=${clear}>Clear</button>` : nothing}
    </div>
    <label class="field" for="wish-file">or a file: CSV with lng and lat, or GeoJSON points
      <input id="wish-file" name="file" type="file" accept=".csv,.json,.geojson,text/csv,application/geo+json" /></label>
  </div>`
}

/** What the form says, as the server takes it. */
export async function read(form: HTMLFormElement, points: [number, number][]): Promise<Wish> {
  const said = new FormData(form)
  const sources = said.getAll('source').map(String)
  const own = sources.includes('point')
  const file = said.get('file')
  const budget = said.get('by') === 'budget'
  return {
    many: budget ? null : Number(said.get('many')),
    budget: budget ? Number(said.get('budget')) : null,
    kinds: said.getAll('kind').map(Number),
    sources,
    points: own ? points : [],
    file: own && file instanceof File ? await file.text() : '',
    weight: said.get('weight') as Weight,
  }
}
