/** Which cameras see a hexagon, and how well. */

import { html, nothing, render, type TemplateResult } from 'lit'
import type { Api } from '../api'
import { must } from '../page'
import { troubleCard } from '../trouble'
import { swatch } from './legend'
import type { StudyMap } from './map'
import { reasonOf } from './palette'
import { type Facts, type Hexagon, type Seeing, seeing } from './study'

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
      ${answer(hexagon, told, this.study.levels)}
    `
  }
}

export function answer(hexagon: Hexagon, told: Seeing, levels: string[]): TemplateResult {
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
                <span class="muted">${levels[camera.level - 1] ?? 'Below all levels'}, ${Math.round(camera.px_per_m)} px/m</span>
              </li>`,
            )}
          </ol>`
        : nothing
    }
    ${reason ? html`<p>${swatch(reason.code)} ${reason.words}</p>` : nothing}
  `
}

/** Private cameras are told of without a number. */
export function words({ cameras, private: others }: Seeing): string {
  const named = ['No agency camera sees it', 'One agency camera sees it'][cameras.length]
  const counted = named ?? `${cameras.length} agency cameras see it`
  return others ? `${counted}, and private cameras see part of its block.` : `${counted}.`
}
