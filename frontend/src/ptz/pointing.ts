/** "Point a camera here": which can be turned to a place on the map, and turning one of them. */

import { html, nothing, render } from 'lit'
import type { Map as MapLibre, MapMouseEvent } from 'maplibre-gl'
import type { Api } from '../api'
import type { LngLat } from '../geo'
import { must } from '../page'
import { say } from '../say'
import { Hand } from './hand'
import { wordsOf } from './panel'

interface Reaches {
  id: string
  number: number
  name: string
  distance_m: number
  hindrance: string
}

export class Pointing {
  readonly #menu = document.createElement('div')
  readonly #bar = document.createElement('div')
  readonly #hands = new Map<Hand, string>()
  #incident: string | null = null

  constructor(
    private readonly map: MapLibre,
    private readonly api: Api,
    /** A camera looks elsewhere now. */
    private readonly turned: () => void,
  ) {
    this.#menu.className = 'pointing'
    this.#menu.hidden = true
    this.#menu.setAttribute('role', 'group')
    this.#menu.setAttribute('aria-label', 'Point a camera here')
    this.#menu.addEventListener('keydown', event => this.#key(event))
    this.#bar.className = 'hands'
    this.#bar.hidden = true
    must('#stage').append(this.#menu, this.#bar)
    map.on('contextmenu', event => this.#asked(event))
    map.on('movestart', () => this.#close())
    map.on('click', () => this.#close())
  }

  enter(incident: string): void {
    if (incident === this.#incident) return
    this.leave()
    this.#incident = incident
  }

  /** Take every hand off: the call is no longer looked at. */
  leave(): void {
    this.#incident = null
    this.#close()
    for (const hand of this.#hands.keys()) this.#letGo(hand)
  }

  /** The key `t`: at the middle of the map. */
  here(): void {
    const { lng, lat } = this.map.getCenter()
    this.#open([lng, lat])
  }

  #asked(event: MapMouseEvent): void {
    if (this.#incident) this.#open([event.lngLat.lng, event.lngLat.lat])
  }

  async #open(at: LngLat): Promise<void> {
    const incident = this.#incident
    if (!incident) return
    const { x, y } = this.map.project([at[0], at[1]])
    this.#menu.style.transform = `translate(${x}px, ${y}px)`
    this.#draw(html`<p class="muted">Looking for cameras that turn</p>`)
    try {
      const path = `/api/ptz?incident=${incident}&at=${at[0]},${at[1]}`
      const { cameras } = await this.api.get<{ cameras: Reaches[] }>(path)
      if (this.#incident === incident) this.#list(cameras, at)
    } catch (reason) {
      this.#draw(html`<p role="alert">${wordsOf(reason)}</p>`)
    }
  }

  #list(cameras: Reaches[], at: LngLat): void {
    if (!cameras.length) this.#draw(html`<p>No camera can be turned to this place.</p>`)
    else {
      this.#draw(html`
        <h2>Point a camera here</h2>
        <ul>
          ${cameras.map(
            camera => html`<li>
              <button type="button" ?disabled=${camera.hindrance !== ''} @click=${() => this.#point(camera, at)}>
                ${camera.name} <span class="muted">${camera.number} · ${Math.round(camera.distance_m)} m</span>
              </button>
              ${camera.hindrance ? html`<p class="muted">${camera.hindrance}</p>` : nothing}
            </li>`,
          )}
        </ul>
      `)
    }
    this.#menu.querySelector<HTMLElement>('button:enabled')?.focus()
  }

  async #point(camera: Reaches, at: LngLat): Promise<void> {
    const incident = this.#incident
    if (!incident) return
    const known = [...this.#hands.keys()].find(each => each.camera === camera.id)
    const hand: Hand =
      known ??
      new Hand(this.api, camera.id, incident, reason => this.#forget(hand, wordsOf(reason)))
    this.#draw(html`<p role="status">Turning ${camera.name}</p>`)
    try {
      await hand.turn({ at })
    } catch (reason) {
      this.#draw(html`<p role="alert">${wordsOf(reason)}</p>`)
      return
    }
    this.#hands.set(hand, camera.name)
    say(`${camera.name} is turned here`)
    this.#close()
    this.#drawBar()
    this.turned()
  }

  async #letGo(hand: Hand): Promise<void> {
    this.#hands.delete(hand)
    this.#drawBar()
    try {
      await hand.letGo()
    } catch (reason) {
      wordsOf(reason) // it lets go by itself, half a minute later
      return
    }
    if (this.#incident) this.turned()
  }

  #forget(hand: Hand, words: string): void {
    say(`${this.#hands.get(hand)}: ${words}`)
    this.#hands.delete(hand)
    this.#drawBar()
    if (this.#incident) this.turned()
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    this.#close()
    this.map.getCanvas().focus()
  }

  #draw(content: unknown): void {
    this.#menu.hidden = false
    render(content, this.#menu)
  }

  #close(): void {
    this.#menu.hidden = true
  }

  #drawBar(): void {
    this.#bar.hidden = !this.#hands.size
    render(
      [...this.#hands].map(
        ([hand, name]) => html`<p>
          You turn <b>${name}</b>
          <button type="button" @click=${() => this.#letGo(hand)}>Let go</button>
        </p>`,
      ),
      this.#bar,
    )
  }
}
