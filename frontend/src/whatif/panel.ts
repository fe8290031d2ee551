/** The words beside the map: what changes, the chosen camera, every camera, versions. */

import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { Deltas } from './deltas'
import { chips, estimate } from './deltas'
import { called, type Drawn, type Pose } from './plan'
import { type Bounds, type Facts, type Kind, type Scenario, stillOf } from './server'

export interface Hands {
  add(): void
  undo(): void
  redo(): void
  choose(id: string): void
  change(after: Partial<Pose>): void
  setKind(kind: Kind): void
  remove(): void
  leave(): void
  drop(): void
}

export function toolbar(
  hands: Hands,
  { undoable, redoable }: { undoable: boolean; redoable: boolean },
): TemplateResult {
  return html`<div class="row tools" role="toolbar" aria-label="Plan">
    <button type="button" id="add" @click=${hands.add}>Add camera <kbd aria-hidden="true">c</kbd></button>
    <button type="button" id="undo" ?disabled=${!undoable} @click=${hands.undo}>Undo</button>
    <button type="button" id="redo" ?disabled=${!redoable} @click=${hands.redo}>Redo</button>
  </div>`
}

export function chipRow(deltas: Deltas | null, blocks: number, waiting: boolean): TemplateResult {
  if (!deltas) return html`<p class="muted">Nothing is changed yet: this is the study as it is.</p>`
  return html`<ul class="chips" aria-busy=${waiting}>
      ${chips(deltas).map(
        chip => html`<li data-chip=${chip.name} data-look=${chip.look}>${chip.words}</li>`,
      )}
    </ul>
    <p class="muted">Exact for the agency's cameras. ${estimate(deltas, blocks)}</p>`
}

/** The camera that is chosen: numbers for all that its handles do, and the picture it would give. */
export function cameraCard(
  camera: Drawn,
  { limits, kinds, plans }: Facts,
  hands: Hands,
): TemplateResult {
  const gone = camera.state === 'removed'
  const fields = html`<div class="numbers">
    ${number('azimuth', 'Direction, °', camera.azimuth, [0, 359.9], 1, hands)}
    ${number('hfov', 'Opening, °', camera.hfov, limits.hfov, 1, hands)}
    ${number('range', 'Range, m', camera.range, limits.range, 1, hands)}
    ${number('width_px', 'Image, px wide', camera.width_px, [16, 100_000], 1, hands)}
    ${number('height', 'Height, m', camera.height, limits.height, 0.5, hands)}
    <label class="slide"><span class="unseen">Height</span>
      <input type="range" id="height-slide" min="2" max="20" step="0.5" .value=${live(String(camera.height))}
        aria-valuetext="${camera.height} metres"
        @input=${(event: Event) => hands.change({ height: Number((event.target as HTMLInputElement).value) })} />
    </label>
  </div>`
  return html`<section class="card" aria-labelledby="chosen-name">
    <h2 id="chosen-name">${called(camera)} <span class="muted">${STATES[camera.state]}</span></h2>
    ${gone ? html`<p>It is taken down in this plan.</p>` : nothing}
    ${plans && !gone && camera.state === 'new' && kinds.length ? kindOf(kinds, hands) : nothing}
    ${plans && !gone ? fields : nothing}
    ${
      gone || camera.azimuth === null
        ? nothing
        : html`<img id="still" width="320" height="180" src=${stillOf(camera)}
            alt="What ${called(camera)} would see, rendered from the houses that stand there" />`
    }
    ${
      plans
        ? html`<div class="row">
            ${gone ? nothing : html`<button type="button" id="remove" @click=${hands.remove}>Take down</button>`}
            ${
              camera.state === 'changed' || gone
                ? html`<button type="button" id="leave" @click=${hands.leave}>Leave it as it is</button>`
                : nothing
            }
          </div>`
        : nothing
    }
  </section>`
}

const STATES = { kept: '', new: 'new', changed: 'changed', removed: 'taken down' }

function kindOf(kinds: Kind[], hands: Hands): TemplateResult {
  const chosen = (event: Event) => {
    const kind = kinds.find(each => String(each.id) === (event.target as HTMLSelectElement).value)
    if (kind) hands.setKind(kind)
  }
  return html`<label class="field"><span class="label">Kind</span>
    <select id="kind" @change=${chosen}>
      <option value="">As set below</option>
      ${kinds.map(kind => html`<option value=${kind.id}>${kind.name}</option>`)}
    </select></label>`
}

function number(
  name: keyof Pose,
  label: string,
  value: number | null,
  [least, most]: Bounds,
  step: number,
  hands: Hands,
): TemplateResult {
  const typed = (event: Event) => {
    const field = event.target as HTMLInputElement
    const told = field.valueAsNumber
    if (Number.isFinite(told) && told >= least && told <= most) hands.change({ [name]: told })
  }
  return html`<label class="field" for="pose-${name}"><span class="label">${label}</span>
    <input type="number" id="pose-${name}" min=${least} max=${most} step=${step === 1 ? 'any' : step}
      .value=${live(value === null ? '' : String(Math.round(value * 10) / 10))} @input=${typed} /></label>`
}

/** Asked twice: nobody brings a deleted scenario back. */
export function dropping(scenario: Scenario, hands: Hands): TemplateResult {
  return html`<details id="drop">
    <summary>Delete this scenario</summary>
    <p>“${scenario.name}” and its ${scenario.versions.length === 1 ? 'version' : `${scenario.versions.length} versions`} go for everybody.</p>
    <button type="button" class="stop" @click=${hands.drop}>Delete it</button>
  </details>`
}

/** Every camera in words, so that none has to be found on the map. */
export function cameraList(drawn: Drawn[], chosen: string | null, hands: Hands): TemplateResult {
  return html`<details id="cameras">
    <summary>Cameras <span class="muted">${drawn.length}</span></summary>
    <ul class="plain-list">
      ${drawn.map(
        each => html`<li>
          <button type="button" class="link" aria-pressed=${each.id === chosen} data-camera=${each.id}
            @click=${() => hands.choose(each.id)}>${called(each)}</button>
          <span class="muted">${STATES[each.state]}</span>
        </li>`,
      )}
    </ul>
  </details>`
}

export function versionList(scenario: Scenario, open: number): TemplateResult {
  const newest = scenario.versions.at(-1)?.number
  return html`<section aria-labelledby="versions-title">
    <h2 id="versions-title">Versions</h2>
    <ol class="versions" id="versions">
      ${[...scenario.versions].reverse().map(
        ({ number, name, base, author, at, deltas }) => html`<li value=${number}>
          <a href="/coverage/whatif/${scenario.id}?v=${number}" data-version=${number}
            aria-current=${number === open ? 'true' : nothing}>${name}</a>
          <span class="muted">${author}, <time datetime=${at}>${at.slice(0, 16).replace('T', ' ')} UTC</time>${
            base && base !== number - 1 ? `, from version ${base}` : ''
          }</span>
          <span>${chips(deltas)
            .slice(0, 2)
            .map(chip => chip.words)
            .join(', ')}</span>
          <a href="/coverage/compare?a=${scenario.id}:0&b=${scenario.id}:${number}">Compare with the study</a>
          ${
            newest && number !== newest
              ? html`<a href="/coverage/compare?a=${scenario.id}:${number}&b=${scenario.id}:${newest}">Compare with version ${newest}</a>`
              : nothing
          }
        </li>`,
      )}
    </ol>
  </section>`
}
