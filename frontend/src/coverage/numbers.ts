/** The numbers of a study: by district, by hour, by resident, and in money. */

import '../css/numbers.css'
import { html, nothing, render, type TemplateResult } from 'lit'
import type { Map as MapLibre } from 'maplibre-gl'
import { makeApi } from '../api'
import { readPage } from '../page'
import { say } from '../say'
import { asProblem, troubleCard } from '../trouble'
import type { Drawing } from './numbers/charts'
import { forms, ways, worth } from './numbers/prices'
import type { Order } from './numbers/sorting'
import * as tables from './numbers/tables'
import { load, type Numbers, type Place } from './numbers/told'
import { area, percent } from './numbers/words'

const CLOSE = 17 // zoom

export async function mount(element: HTMLElement, studyId: string, map: MapLibre): Promise<void> {
  const api = makeApi((input, init) => fetch(input, init))
  // Drawing is a library of its own, fetched with the numbers and not with the map.
  const [numbers, charts] = await Promise.all([load(api, studyId), import('./numbers/charts')])
  new Tab(element, studyId, map, numbers, charts, api).show()
}

class Tab {
  #order: Order = { key: 'name', down: false }
  #trouble: TemplateResult | typeof nothing = nothing
  #drawings = new Map<string, Drawing>()
  #drawn = new WeakSet<HTMLCanvasElement>()

  constructor(
    private readonly element: HTMLElement,
    private readonly study: string,
    private readonly map: MapLibre,
    private numbers: Numbers,
    private readonly charts: typeof import('./numbers/charts'),
    private readonly api: ReturnType<typeof makeApi>,
  ) {}

  show(): void {
    render(
      html`<div class="numbers">
        ${this.#districts()} ${this.#hours()} ${this.#equity()} ${this.#money()} ${this.#prune()}
      </div>`,
      this.element,
    )
    this.#draw()
  }

  #districts(): TemplateResult {
    const { districts } = this.numbers
    const press = (order: Order) => {
      this.#order = order
      this.show()
    }
    return html`<section aria-labelledby="districts-title">
      <h2 id="districts-title">By district</h2>
      ${tables.districts(districts.rows, this.#order, press)}
      ${this.#chart('Ground of each district by level', this.charts.byLevel(districts))}
      ${tables.levels(districts.rows, districts.levels)} ${this.#csv('districts')}
    </section>`
  }

  #hours(): TemplateResult {
    const { hours } = this.numbers
    return html`<section aria-labelledby="hours-title">
      <h2 id="hours-title">Calls by hour</h2>
      ${
        hours.rows.length
          ? html`<p>
                A call counts in its whole neighbourhood, some 130 m across, and is seen as far as the
                neighbourhood’s ground is.
              </p>
              ${this.#chart('Calls of each hour, seen and not', this.charts.byHour(hours))}
              ${tables.more('As a table', tables.hours(hours))} ${this.#csv('hours')}`
          : html`<p>There were fewer than ${hours.least} calls: too few to be told by the hour.</p>`
      }
    </section>`
  }

  #equity(): TemplateResult {
    const { equity } = this.numbers
    const { places, private_land: land } = equity
    return html`<section aria-labelledby="equity-title">
      <h2 id="equity-title">Are places watched alike?</h2>
      <p class="statement">${equity.statement}</p>
      <p>${equity.sentence}</p>
      ${tables.residents(equity)}
      <p>
        The agency’s cameras watch ${area(land.seen_m2)} of private land, ${percent(land.share)} of it;
        that is ${percent(land.of_watched)} of all they watch.
      </p>
      ${tables.land(equity)}
      <p>${places.sentence}</p>
      ${places.dots.length ? this.#chart('Places by what is asked and what is watched', this.charts.dots(equity)) : nothing}
      ${places.rows.length ? tables.places(places.rows, place => this.#fly(place)) : nothing}
      ${this.#csv('equity')}
    </section>`
  }

  #money(): TemplateResult {
    const { money, prices } = this.numbers
    return html`<section aria-labelledby="money-title">
      <h2 id="money-title">Money</h2>
      <p>
        ${
          money.asked
            ? 'Where more is asked of a street its metre counts more; all together are as many as there are.'
            : 'Nothing is asked of this area, so every metre of street counts once.'
        }
        A lit metre is not a seen one; what an address brings is the centre’s own estimate.
      </p>
      ${ways(money)} ${worth(money)} ${this.#csv('money')} ${this.#trouble}
      ${
        readPage().role === 'planner'
          ? forms(prices, {
              change: (path, values) => void this.#send('PATCH', path, values),
              enter: (values, form) => void this.#enter(values, form),
            })
          : nothing
      }
    </section>`
  }

  #prune(): TemplateResult {
    const { prune, money } = this.numbers
    return html`<section aria-labelledby="prune-title">
      <h2 id="prune-title">Which cameras could go</h2>
      <p>${prune.limits}</p>
      ${
        prune.changed
          ? html`<p class="note">
              ${prune.changed} placed anew since the study and not counted here: make a new study.
            </p>`
          : nothing
      }
      ${prune.rows.length ? tables.prune(prune, money.currency) : html`<p>There is no agency camera here.</p>`}
      ${this.#csv('prune')}
    </section>`
  }

  /** A chart is drawn once its canvas stands in the page: colours are resolved there. */
  #chart(name: string, drawing: Drawing): TemplateResult {
    this.#drawings.set(name, drawing)
    return html`<div class="chart"><canvas role="img" aria-label=${name}></canvas></div>`
  }

  #draw(): void {
    for (const canvas of this.element.querySelectorAll('canvas')) {
      const drawing = this.#drawings.get(canvas.ariaLabel ?? '')
      if (!drawing || this.#drawn.has(canvas)) continue
      this.#drawn.add(canvas)
      this.charts.draw(canvas, drawing)
    }
  }

  #csv(table: string): TemplateResult {
    return html`<p>
      <a href="/api/studies/${this.study}/tables/${table}.csv" download
        >As CSV<span class="unseen">: ${table}</span></a
      >
    </p>`
  }

  #fly({ at, street }: Place): void {
    this.map.jumpTo({ center: at, zoom: CLOSE })
    say(`The map shows ${street || 'the place'}`)
  }

  async #enter(values: Record<string, unknown>, form: HTMLFormElement): Promise<void> {
    if (await this.#send('POST', '/api/camera-types', values)) form.reset()
  }

  /** Change a cost and work the money out anew. */
  async #send(method: 'POST' | 'PATCH', path: string, values: unknown): Promise<boolean> {
    try {
      await this.api.send(method, path, values)
      this.numbers = await load(this.api, this.study)
      this.#trouble = nothing
      say('Saved')
    } catch (reason) {
      this.#trouble = troubleCard('This was not saved', asProblem(reason))
    }
    this.show()
    return this.#trouble === nothing
  }
}
