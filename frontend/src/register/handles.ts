/** The pin and the three handles on the map: drawn as dots, wide enough for a thumb, moved by keys too. */

import { type Map as MapLibre, Marker } from 'maplibre-gl'
import '../css/handles.css'
import type { LngLat } from '../geo'
import { edge, type Handle, keyed, type Limits, nudged, placeOf, pulled, type Sight } from './sight'

export interface Words {
  pin: string
  tip: string
  left: string
  right: string
  /** "{degrees} degrees, {metres} metres" */
  tip_value: string
  /** "{degrees} degrees, view {width} degrees wide" */
  edge_value: string
}

export interface Moves {
  moved(to: LngLat): void
  turned(sight: Sight): void
}

const HANDLES: Handle[] = ['tip', 'left', 'right']

export class Handles {
  #pin: Marker
  #handles: Map<Handle, Marker>
  #at: LngLat | null = null
  #sight: Sight | null = null

  constructor(
    private readonly map: MapLibre,
    private readonly words: Words,
    private readonly limits: Limits,
    private readonly moves: Moves,
  ) {
    this.#pin = new Marker({ element: dot('pin', words.pin), draggable: true })
    this.#pin.on('drag', () => moves.moved(spot(this.#pin)))
    onKey(this.#pin, (key, far) => this.#nudge(key, far))
    this.#handles = new Map(HANDLES.map(name => [name, this.#handle(name)]))
  }

  /** Stand where the form says; without a sight only the pin, and nothing without a place. */
  show(at: LngLat | null, sight: Sight | null): void {
    this.#at = at
    this.#sight = at && sight
    stand(this.#pin, at, this.map)
    for (const [name, marker] of this.#handles) {
      stand(marker, at && sight && placeOf(name, at, sight), this.map)
      if (sight) this.#value(name, marker.getElement(), sight)
    }
  }

  #handle(name: Handle): Marker {
    const element = dot(name, this.words[name])
    element.role = 'slider'
    element.ariaValueMin = '0'
    element.ariaValueMax = '360'
    const marker = new Marker({ element, draggable: true })
    marker.on('drag', () => {
      if (!this.#at || !this.#sight) return
      this.moves.turned(pulled(name, spot(marker), this.#at, this.#sight, this.limits))
    })
    onKey(marker, (key, far) => {
      const sight = this.#sight && keyed(name, key, far, this.#sight, this.limits)
      if (sight) this.moves.turned(sight)
      return sight !== null
    })
    return marker
  }

  #nudge(key: string, far: boolean): boolean {
    const to = this.#at && nudged(this.#at, key, far)
    if (to) this.moves.moved(to)
    return to !== null
  }

  #value(name: Handle, element: HTMLElement, sight: Sight): void {
    const bearing = name === 'tip' ? sight.azimuth : edge(sight, name)
    const degrees = String(Math.round(bearing) % 360)
    element.ariaValueNow = degrees
    element.ariaValueText = (name === 'tip' ? this.words.tip_value : this.words.edge_value)
      .replace('{degrees}', degrees)
      .replace('{metres}', String(Math.round(sight.range)))
      .replace('{width}', String(Math.round(sight.hfov)))
  }
}

function dot(name: Handle | 'pin', label: string): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = `handle ${name}`
  button.ariaLabel = label
  return button
}

function spot(marker: Marker): LngLat {
  const { lng, lat } = marker.getLngLat()
  return [lng, lat]
}

function stand(marker: Marker, at: LngLat | null, map: MapLibre): void {
  if (!at) marker.remove()
  else {
    marker.setLngLat([at[0], at[1]])
    if (!marker.getElement().isConnected) marker.addTo(map)
  }
}

/** Keys of a handle are not the map's: it must not pan meanwhile. */
function onKey(marker: Marker, deed: (key: string, far: boolean) => boolean): void {
  marker.getElement().addEventListener('keydown', event => {
    if (!deed(event.key, event.shiftKey)) return
    event.preventDefault()
    event.stopPropagation()
  })
}
