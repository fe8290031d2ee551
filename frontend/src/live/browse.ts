/** The map without a call: look round, find a place, see what stands there, start an incident. */

import { html, nothing, render } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Map as MapLibre, MapMouseEvent } from 'maplibre-gl'
import { age } from '../age'
import { type Api, Problem } from '../api'
import { type LngLat, metres } from '../geo'
import { kindOf } from '../kinds'
import { STILL } from '../map/map'
import { must, type Page } from '../page'
import { showTrouble } from '../trouble'
import { camerasIn, type NearCamera } from './near'
import { findPlaces, type Place } from './search'

const NEAR_ZOOM = 14
const HOVER = 150 // ms
const PRESS = 600 // ms
// A private camera's dot marks its street anchor and does not say which camera it is.
const DOT = 'camera_agency-dot'

export interface BrowseEvents {
  call(id: string, place: LngLat, since: number): void
  start(place: LngLat): void
  /** This one is looked at. */
  hot(camera: NearCamera | null): void
}

export class Browse {
  #cameras: NearCamera[] = []
  #found: Place[] = []
  #words = ''
  #asked = new AbortController()
  #hover = 0
  #press = 0
  #on = false

  constructor(
    private readonly map: MapLibre,
    private readonly api: Api,
    private readonly page: Page,
    private readonly events: BrowseEvents,
  ) {
    map.on('moveend', () => this.#ask())
    map.on('mousemove', event => this.#hovered(event))
    map.on('mouseout', () => this.#card(null))
    map.on('click', event => this.#clicked(event))
    map.on('contextmenu', event => this.#start(event))
    map.on('touchstart', event => {
      this.#press = window.setTimeout(() => this.#start(event), PRESS)
    })
    for (const end of ['touchend', 'touchmove', 'movestart'] as const) {
      map.on(end, () => clearTimeout(this.#press))
    }
  }

  enter(): void {
    this.#on = true
    document.title = 'Map · Sightline'
    this.#render()
    this.#ask()
  }

  leave(): void {
    this.#on = false
    this.#asked.abort()
    this.#card(null)
  }

  focusSearch(): void {
    must('#search').focus()
  }

  /** The key `i`: start where the map is looking. */
  startHere(): void {
    const { lng, lat } = this.map.getCenter()
    if (this.page.dispatches) this.events.start([lng, lat])
  }

  async #ask(): Promise<void> {
    if (!this.#on) return
    this.#asked.abort()
    this.#asked = new AbortController()
    if (this.map.getZoom() < NEAR_ZOOM) {
      this.#cameras = []
      return this.#render()
    }
    const [[west, south], [east, north]] = this.map.getBounds().toArray() as [LngLat, LngLat]
    try {
      const found = await camerasIn(this.api, [west, south, east, north], this.#asked.signal)
      const { lng, lat } = this.map.getCenter()
      const away = (camera: NearCamera) => (camera.place ? metres(camera.place, [lng, lat]) : 1e9)
      this.#cameras = found.sort((a, b) => away(a) - away(b))
      showTrouble()
    } catch (reason) {
      if (reason instanceof DOMException && reason.name === 'AbortError') return
      this.#cameras = []
      showTrouble('The cameras in view could not be listed', reason, () => this.#ask())
    }
    this.#render()
  }

  #clicked(event: MapMouseEvent): void {
    if (!this.map.getLayer('call')) return
    const reach = 8
    const { x, y } = event.point
    const [call] = this.map.queryRenderedFeatures(
      [
        [x - reach, y - reach],
        [x + reach, y + reach],
      ],
      { layers: ['call'] },
    )
    if (call?.geometry.type === 'Point') {
      const [lng, lat] = call.geometry.coordinates
      this.events.call(String(call.properties.id), [lng!, lat!], event.originalEvent.timeStamp)
    }
  }

  #start(event: { lngLat: { lng: number; lat: number } }): void {
    if (this.#on && this.page.dispatches) this.events.start([event.lngLat.lng, event.lngLat.lat])
  }

  #hovered({ point }: MapMouseEvent): void {
    clearTimeout(this.#hover)
    if (!this.#on) return
    this.#hover = window.setTimeout(() => {
      const layers = this.map.getLayer(DOT) ? [DOT] : []
      const [dot] = this.map.queryRenderedFeatures(point, { layers })
      this.#card(this.#cameras.find(each => each.number === dot?.id) ?? null, point)
    }, HOVER)
  }

  #card(camera: NearCamera | null, at = { x: 0, y: 0 }): void {
    const card = must('#card')
    card.hidden = !camera
    this.events.hot(camera)
    if (!camera) return
    card.style.transform = `translate(${at.x + 14}px, ${at.y + 14}px)`
    const kind = kindOf(camera.kind)
    render(
      html`
        ${camera.still ? html`<img src=${camera.still} alt="" width="192" height="108" />` : nothing}
        <p><span class="kind kind-${camera.kind}">${kind.letter}</span> <b>${camera.name}</b></p>
        <p class="muted">
          ${kind.name} ${camera.number}${camera.capturedAt ? html` · ${age(camera.capturedAt, Date.now())} old` : nothing}
        </p>
      `,
      card,
    )
  }

  async #search(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    this.#words = must<HTMLInputElement>('#search').value.trim()
    try {
      this.#found = await findPlaces(this.api, this.#words)
      showTrouble()
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason
      showTrouble('The search failed', reason)
    }
    if (this.#found.length === 1) this.#go(this.#found[0]!.place)
    this.#render()
  }

  #go(place: LngLat): void {
    const zoom = Math.max(16.5, this.map.getZoom())
    this.map.flyTo({ center: [place[0], place[1]], zoom, duration: STILL.matches ? 0 : 600 })
  }

  #render(): void {
    if (!this.#on) return
    render(
      html`
        <h1 class="unseen">Map</h1>
        <form role="search" class="row" @submit=${(event: SubmitEvent) => this.#search(event)}>
          <label class="unseen" for="search">Address, place or camera number</label>
          <input id="search" type="search" placeholder="Address, lat, lng or c 12" autocomplete="off" />
          <button type="submit">Find</button>
        </form>
        ${this.#results()}
        ${
          this.page.dispatches
            ? html`<button type="button" class="wide-button" @click=${() => this.startHere()}>
                Start an incident in the middle <kbd>i</kbd>
              </button>`
            : nothing
        }
      `,
      must('#call'),
    )
    render(this.#list(), must('#camera-list'))
  }

  #results() {
    if (!this.#words) return nothing
    if (!this.#found.length) return html`<p role="status">Nothing found for “${this.#words}”.</p>`
    return html`<ul class="found">
      ${this.#found.map(
        each =>
          html`<li><button type="button" @click=${() => this.#go(each.place)}>${each.name}</button></li>`,
      )}
    </ul>`
  }

  #list() {
    if (this.map.getZoom() < NEAR_ZOOM) return html`<p class="empty">Zoom in to list cameras.</p>`
    if (!this.#cameras.length) {
      return html`<p class="empty">No cameras in this view. Zoom out, or clear the layers’ filters.</p>`
    }
    return html`
      <h2>${this.#cameras.length} cameras in view</h2>
      <ol class="cameras" aria-label="Cameras, nearest to the middle first">
        ${repeat(
          this.#cameras,
          camera => camera.id,
          row(place => this.#go(place)),
        )}
      </ol>
    `
  }
}

function row(go: (place: LngLat) => void) {
  return (camera: NearCamera) => html`<li>
    <button type="button" ?disabled=${!camera.place} @click=${() => camera.place && go(camera.place)}>
      <span class="kind kind-${camera.kind}">${kindOf(camera.kind).letter}</span>
      <span class="name">${camera.name}</span>
      <span class="line muted">${kindOf(camera.kind).name} ${camera.number}</span>
    </button>
  </li>`
}
