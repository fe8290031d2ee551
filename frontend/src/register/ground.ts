/** The map beside the form: where the camera is, what it sees, and what the public would see of it. */

import type { Feature, Geometry, Position } from 'geojson'
import type { GeoJSONSource, LayerSpecification, Map as MapLibre } from 'maplibre-gl'
import type { LngLat } from '../geo'
import { makeMap, STILL } from '../map/map'
import { type Theme, theme } from '../theme'
import { Handles, type Moves, type Words } from './handles'
import { type Limits, type Sight, towards, wedge } from './sight'

const SIGHT = 'sight'
const NEAR = 18
/** The public map goes no nearer. */
const PUBLIC_ZOOM = 16

export interface Told {
  seen: Geometry | null
  /** What it could see if it were turned there. */
  reach: Geometry | null
}

export class Ground {
  #map: MapLibre
  #handles: Handles
  #drawn: Feature[] = []

  constructor(
    box: HTMLElement,
    bounds: [number, number, number, number],
    words: Words,
    limits: Limits,
    moves: Moves & { tapped(at: LngLat): void },
  ) {
    this.#map = makeMap(box, null, bounds, map => {
      map.addSource(SIGHT, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
      for (const layer of sightLayers(theme())) map.addLayer(layer)
      this.#give()
    })
    this.#map.on('click', ({ lngLat }) => moves.tapped([lngLat.lng, lngLat.lat]))
    this.#map.getCanvas().addEventListener('keydown', event => {
      if (event.key !== 'Enter') return
      const { lng, lat } = this.#map.getCenter()
      moves.tapped([lng, lat])
    })
    this.#handles = new Handles(this.#map, words, limits, moves)
  }

  /** `told` is what the server said of it; null while it has not, or for what it does not know. */
  show(at: LngLat | null, sight: Sight | null, handles: boolean, told: Told): void {
    this.#handles.show(at, handles ? sight : null)
    this.#drawn = at && sight ? [part('open', ring(wedge(at, sight)))] : []
    if (told.seen) this.#drawn.push(part('seen', told.seen))
    if (told.reach) this.#drawn.push(part('reach', told.reach))
    this.#give()
  }

  showPublic(anchor: LngLat | null): void {
    this.#handles.show(null, null)
    this.#drawn = anchor ? [part('anchor', { type: 'Point', coordinates: [...anchor] })] : []
    this.#give()
    if (anchor) this.#go(anchor, PUBLIC_ZOOM)
  }

  goTo(at: LngLat): void {
    this.#go(at, Math.max(this.#map.getZoom(), NEAR))
  }

  /** All of the opening in view, with room for the handles at its rim. */
  fit(at: LngLat, { range }: Sight): void {
    const [north, east] = [towards(at, 0, range), towards(at, 90, range)]
    const [south, west] = [towards(at, 180, range), towards(at, 270, range)]
    this.#map.fitBounds([west[0], south[1], east[0], north[1]], {
      padding: { top: 36, right: 60, bottom: 36, left: 36 }, // the buttons are on the right
      maxZoom: 20,
      animate: !STILL.matches,
    })
  }

  resize(): void {
    this.#map.resize()
  }

  #go(to: LngLat, zoom: number): void {
    const view = { center: [to[0], to[1]] as [number, number], zoom }
    if (STILL.matches) this.#map.jumpTo(view)
    else this.#map.easeTo({ ...view, duration: 400 })
  }

  #give(): void {
    const source = this.#map.getSource<GeoJSONSource>(SIGHT)
    source?.setData({ type: 'FeatureCollection', features: this.#drawn })
  }
}

function part(name: string, geometry: Geometry): Feature {
  return { type: 'Feature', geometry, properties: { part: name } }
}

function ring(line: Position[]): Geometry {
  return { type: 'Polygon', coordinates: [line] }
}

/** Solid is seen, dashed is where a wall is in the way: by line as well as by colour. */
export function sightLayers(theme: Theme): LayerSpecification[] {
  const ink = theme === 'dark' ? '#7cc4ff' : '#0b57d0'
  const only = (name: string): ['==', ['get', 'part'], string] => ['==', ['get', 'part'], name]
  return [
    {
      id: 'open-fill',
      type: 'fill',
      source: SIGHT,
      filter: only('open'),
      paint: { 'fill-color': ink, 'fill-opacity': 0.07 },
    },
    {
      id: 'seen-fill',
      type: 'fill',
      source: SIGHT,
      filter: only('seen'),
      paint: { 'fill-color': ink, 'fill-opacity': 0.32 },
    },
    {
      id: 'reach-fill',
      type: 'fill',
      source: SIGHT,
      filter: only('reach'),
      paint: { 'fill-color': ink, 'fill-opacity': 0.16 },
    },
    {
      id: 'open-line',
      type: 'line',
      source: SIGHT,
      filter: only('open'),
      paint: { 'line-color': ink, 'line-width': 1.5, 'line-dasharray': [3, 3] },
    },
    {
      id: 'seen-line',
      type: 'line',
      source: SIGHT,
      filter: only('seen'),
      paint: { 'line-color': ink, 'line-width': 2.5 },
    },
    {
      id: 'anchor-dot',
      type: 'circle',
      source: SIGHT,
      filter: only('anchor'),
      paint: {
        'circle-radius': 8,
        'circle-color': '#19b88a',
        'circle-stroke-color': theme === 'dark' ? '#0b0f14' : '#3a4552',
        'circle-stroke-width': 1.5,
      },
    },
  ]
}
