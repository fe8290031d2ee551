/** The layer popover: which kinds, which levels of access, fields of view or not. */

import { html, render } from 'lit'
import type { ExpressionSpecification, Map as MapLibre } from 'maplibre-gl'
import { KIND_NAMES, kindOf } from '../kinds'
import { must } from '../page'

export interface Filters {
  kinds: string[]
  levels: number[]
  fov: boolean
}

const LEVELS = ['Agency', 'Level One: ask', 'Level Two: may watch']
/** Dots that say which camera they are; a private one's street anchor does not. */
const NUMBERED = ['camera_agency-dot', 'camera_agency-letter']
const FILTERED = ['camera_private-dot', 'camera_private-letter', ...NUMBERED, 'fov-outline']

/** An empty list means all of them. */
export function filterOf({ kinds, levels }: Filters): ExpressionSpecification | null {
  const codes = kinds.map(kind => KIND_NAMES.indexOf(kind))
  const tests = [
    ...(codes.length ? [['in', ['%', ['get', 'attr'], 16], ['literal', codes]]] : []),
    ...(levels.length
      ? [['in', ['%', ['floor', ['/', ['get', 'attr'], 64]], 4], ['literal', levels]]]
      : []),
  ]
  return tests.length ? (['all', ...tests] as unknown as ExpressionSpecification) : null
}

/** What is drawn for one call: its cameras have badges and it has a pulse, so their dots go. */
export interface InFocus {
  call: string
  /** By number. */
  cameras: number[]
}

export function applyFilters(map: MapLibre, filters: Filters, focus: InFocus | null): void {
  const filter = filterOf(filters)
  // A dot that stands for several has no id.
  const others = focus && ['!', ['in', ['to-number', ['id'], -1], ['literal', focus.cameras]]]
  for (const layer of FILTERED) {
    const tests = [filter, NUMBERED.includes(layer) ? others : null].filter(Boolean)
    const both = tests.length ? (['all', ...tests] as ExpressionSpecification) : null
    if (map.getLayer(layer)) map.setFilter(layer, both)
  }
  if (map.getLayer('call')) map.setFilter('call', focus ? ['!=', ['get', 'id'], focus.call] : null)
  if (map.getLayer('fov-outline')) {
    map.setLayoutProperty('fov-outline', 'visibility', filters.fov ? 'visible' : 'none')
  }
}

export function layerButton(filters: Filters, changed: (filters: Filters) => void): void {
  const flip = <T>(list: T[], value: T) =>
    list.includes(value) ? list.filter(each => each !== value) : [...list, value]
  const count = filters.kinds.length + filters.levels.length + (filters.fov ? 0 : 1)
  const box = (words: unknown, checked: boolean, act: () => void) =>
    html`<label class="row"><input type="checkbox" .checked=${checked} @change=${act} /> ${words}</label>`
  render(
    html`<details>
      <summary class="button">Layers${count ? html` <b>${count}</b>` : ''}</summary>
      <div class="popover">
        <fieldset>
          <legend class="label">Only these kinds</legend>
          ${KIND_NAMES.filter(kind => kind !== 'phone').map(kind =>
            box(
              html`<span class="kind kind-${kind}" aria-hidden="true">${kindOf(kind).letter}</span> ${kindOf(kind).name}`,
              filters.kinds.includes(kind),
              () => changed({ ...filters, kinds: flip(filters.kinds, kind) }),
            ),
          )}
        </fieldset>
        <fieldset>
          <legend class="label">Only these levels</legend>
          ${LEVELS.map((words, level) =>
            box(words, filters.levels.includes(level), () =>
              changed({ ...filters, levels: flip(filters.levels, level) }),
            ),
          )}
        </fieldset>
        ${box('Fields of view', filters.fov, () => changed({ ...filters, fov: !filters.fov }))}
        <button type="button" ?disabled=${!count} @click=${() => changed({ kinds: [], levels: [], fov: true })}>
          Clear
        </button>
      </div>
    </details>`,
    must('#layers'),
  )
}
