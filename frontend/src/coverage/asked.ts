/** Which cameras see a hexagon, and how well. */

import { html, nothing, render, type TemplateResult } from 'lit'
import type { Api } from '../api'
import { must } from '../page'
import { troubleCard } from '../trouble'
import { swatch } from './legend'
import type { StudyMap } from './map'
import { reasonOf } from './palette'
import { type Facts, type Hexagon, type Seeing, seeing } from './study'

/** The levels of the study's scheme, the lowest first, and the rank from which it counts as seen. */
interface Scale {
  levels: string[]
  rank: number
}

export class Asked {
  #stop = new AbortController()

  constructor(
    private readonly api: Api,
    private readonly study: Facts['study'],
    private readonly drawn: StudyMap,
    private readonly close: () => void,
  ) {}

  async ask(hexagon: Hexagon, shape: GeoJSON.Geometry): Promise<void> {
    this.#stop.abort()
    this.#stop = new AbortController()
    this.drawn.choose(shape)
    this.#show(html`<p class="muted">Asking which cameras see this hexagon…</p>`)
    try {
      const told = await seeing(this.api, this.study.id, hexagon.cell, this.#stop.signal)
      this.#show(this.#answer(hexagon, told))
    } catch (reason) {
      if (reason instanceof DOMException && reason.name === 'AbortError') return
      const again = () => void this.ask(hexagon, shape)
      this.#show(troubleCard('The cameras could not be named', reason, again))
    }
  }

  nothing(): void {
    this.#stop.abort()
    this.drawn.choose(null)
    this.#show(html`<p>Nothing was measured here: a roof, water, or outside the area.</p>`)
  }

  clear(): void {
    this.#stop.abort()
    this.#show(nothing)
  }

  #show(what: TemplateResult | typeof nothing): void {
    must('#asked').hidden = what === nothing
    render(what, must('#asked'))
  }

  #answer(hexagon: Hexagon, told: Seeing): TemplateResult {
    return html`
      <div class="row">
        <h2>This hexagon</h2>
        <span class="space"></span>
        <button type="button" @click=${() => this.close()}>Close <kbd>Esc</kbd></button>
      </div>
      ${answer(hexagon, told, this.study)}
    `
  }
}

export function answer(hexagon: Hexagon, told: Seeing, { levels, rank }: Scale): TemplateResult {
  const { cameras } = told
  const reason = hexagon.share < 1 ? reasonOf(hexagon.reason) : undefined
  return html`
    <p>${words(told)}</p>
    ${
      cameras.length
        ? html`<ol class="seers">
            ${cameras.map(
              camera => html`<li>
                <b>${camera.number}</b> ${camera.name}
                <span class="muted">${level(camera.level, { levels, rank })}, ${Math.round(camera.px_per_m)} px/m</span>
              </li>`,
            )}
          </ol>`
        : nothing
    }
    ${reason ? html`<p>${swatch(reason.code)} ${why(hexagon)}: ${reason.words.toLowerCase()}.</p>` : nothing}
  `
}

/** Private cameras are told of without a number. */
export function words({ cameras, private: others }: Seeing): string {
  const named = ['No agency camera sees it', 'One agency camera sees it'][cameras.length]
  const counted = named ?? `${cameras.length} agency cameras see it`
  return others ? `${counted}, and private cameras see part of its block.` : `${counted}.`
}

/** A coarse hexagon may be seen in part; then the reason is that of most of the rest. */
export function why({ share }: Hexagon): string {
  if (!share) return 'Not seen well enough'
  const percent = 100 * share
  return `${percent < 1 ? 'Less than 1' : Math.round(percent)} % is seen well enough; of the rest most`
}

export function level(rank: number, scale: Scale): string {
  const name = scale.levels[rank - 1]
  if (!name) return 'Below all levels'
  return rank < scale.rank ? `${name} only` : name
}
