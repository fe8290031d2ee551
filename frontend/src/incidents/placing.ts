/** Say where a call is that came without a place: by address, or by a click on the map. */

import { html, nothing, render } from 'lit'
import { type Api, Problem } from '../api'
import type { LngLat } from '../geo'
import { type Call, kindWords } from '../incident/call'
import { findPlaces, type Place } from '../live/search'
import { must } from '../page'

export class Placing {
  #dialog = must<HTMLDialogElement>('#placing')
  #call: Call | null = null
  #found: Place[] = []
  #chosen: Place | null = null
  #words = ''
  #problem: Problem | null = null

  constructor(
    private readonly api: Api,
    private readonly placed: (call: Call) => void,
  ) {}

  async open(call: Call): Promise<void> {
    this.#call = call
    this.#chosen = this.#problem = null
    this.#found = []
    this.#words = call.address
    this.#render()
    this.#dialog.showModal()
    await this.#showMap()
  }

  /** The map is large, so it is fetched only here. */
  async #showMap(): Promise<void> {
    const [{ makeMap }, { Marker }] = await Promise.all([
      import('../map/map'),
      import('maplibre-gl'),
    ])
    const { bounds } = await this.api.get<{ bounds?: [number, number, number, number] }>(
      '/tiles.json?layers=base',
    )
    const box = must('.placing-map', this.#dialog)
    const map = makeMap(box, null, bounds ?? [-125, 25, -66, 49], () => {})
    const marker = new Marker({ color: '#ff3b30' })
    map.on('click', ({ lngLat }) => {
      marker.setLngLat(lngLat).addTo(map)
      const words = `${lngLat.lat.toFixed(5)}, ${lngLat.lng.toFixed(5)}`
      this.#choose({ name: words, place: [lngLat.lng, lngLat.lat] })
    })
    this.#shown = place => {
      marker.setLngLat([place[0], place[1]]).addTo(map)
      map.jumpTo({ center: [place[0], place[1]], zoom: 16 })
    }
    this.#dialog.addEventListener('close', () => map.remove(), { once: true })
  }

  #shown: (place: LngLat) => void = () => {}

  #choose(place: Place): void {
    this.#chosen = place
    this.#render()
  }

  async #find(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    this.#words = must<HTMLInputElement>('#where', this.#dialog).value
    await this.#try(async () => {
      this.#found = await findPlaces(this.api, this.#words)
      if (!this.#found.length)
        this.#problem = new Problem(404, `Nothing found for “${this.#words}”`)
    })
  }

  async #save(): Promise<void> {
    const [call, chosen] = [this.#call, this.#chosen]
    if (!call || !chosen) return
    await this.#try(async () => {
      await this.api.send('PATCH', `/api/incidents/${call.id}`, { position: chosen.place })
      this.#dialog.close()
      this.placed(call)
    })
  }

  async #try(deed: () => Promise<void>): Promise<void> {
    this.#problem = null
    try {
      await deed()
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason
      this.#problem = reason
    }
    this.#render()
  }

  #render(): void {
    const call = this.#call
    if (!call) return
    const pick = (place: Place) => {
      this.#choose(place)
      this.#shown(place.place)
    }
    render(
      html`
        <h2 id="placing-title">Where is ${call.number}, ${kindWords(call.kind)}?</h2>
        ${call.summary ? html`<p>${call.summary}</p>` : nothing}
        <form class="row" role="search" @submit=${(event: SubmitEvent) => this.#find(event)}>
          <label class="unseen" for="where">Address or lat, lng</label>
          <input id="where" type="search" .value=${this.#words} autocomplete="off" />
          <button type="submit">Find</button>
        </form>
        ${this.#problem ? html`<p class="explain amber" role="alert">${this.#problem.message}</p>` : nothing}
        <ul class="found">
          ${this.#found.map(
            each => html`<li>
              <button type="button" aria-pressed=${each === this.#chosen} @click=${() => pick(each)}>${each.name}</button>
            </li>`,
          )}
        </ul>
        <div class="placing-map" aria-label="Map: click where it is"></div>
        <div class="row end">
          <button type="button" @click=${() => this.#dialog.close()}>Cancel</button>
          <button type="button" class="main" ?disabled=${!this.#chosen} @click=${() => this.#save()}>
            ${this.#chosen ? `Place it at ${this.#chosen.name}` : 'Pick a place'}
          </button>
        </div>
      `,
      this.#dialog,
    )
  }
}
