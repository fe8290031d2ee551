/** The plan's map: the study below, what would change over it, cameras and handles on top. */

import type { Geometry } from 'geojson'
import type { GeoJSONSource, Map as MapLibre, VectorTileSource } from 'maplibre-gl'
import { AREA, edges, ground, STUDY, sources } from '../coverage/layers'
import { patterns } from '../coverage/patterns'
import type { LngLat } from '../geo'
import { makeMap, STILL } from '../map/map'
import { Handles, type Moves } from '../register/handles'
import type { Limits } from '../register/sight'
import { theme } from '../theme'
import {
  features,
  openLayers,
  PLAN,
  planLayers,
  TRIAL,
  trialLayers,
  trialSource,
  trialTiles,
} from './layers'
import { verdictPatterns } from './patterns'
import type { Drawn } from './plan'
import type { Study } from './server'

const WORDS = {
  pin: 'Position; arrow keys move it by a metre, with Shift by five',
  tip: 'Direction and range; left and right turn it by 3 degrees, with Shift by 15',
  left: 'Left edge of the view; arrow keys move it by 3 degrees, with Shift by 15',
  right: 'Right edge of the view; arrow keys move it by 3 degrees, with Shift by 15',
  tip_value: '{degrees} degrees, {metres} metres',
  edge_value: '{degrees} degrees, view {width} degrees wide',
}

export interface Shown {
  drawn: Drawn[]
  chosen: Drawn | null
  views: Record<string, Geometry | null>
  key: string | null
  /** Whether the chosen one can be dragged. */
  handles: boolean
}

/** Lay a study and what would change of it on any map, below the map's words. */
export function dressStudy(map: MapLibre, study: Study, key: string | null): void {
  for (const [name, image] of [...patterns(), ...verdictPatterns(theme())])
    if (!map.hasImage(name)) map.addImage(name, image)
  const words = map.getStyle().layers.find(layer => layer.type === 'symbol')?.id
  const given = sources(study.id, location.origin, study.area)
  for (const id of [STUDY, AREA]) map.addSource(id, given[id]!)
  for (const layer of ground('seen', study.levels, theme())) map.addLayer(layer, words)
  for (const layer of edges(theme())) if (layer.id === 'area-edge') map.addLayer(layer)
  if (key) tryOut(map, key)
}

/** Draw the cells kept under a key, in place of those before; none without a key. */
export function tryOut(map: MapLibre, key: string | null): void {
  const source = map.getSource<VectorTileSource>(TRIAL)
  if (key && source) source.setTiles([trialTiles(location.origin, key)])
  else if (key) {
    map.addSource(TRIAL, trialSource(location.origin, key))
    const above = map.getLayer('area-edge') ? 'area-edge' : undefined
    for (const layer of trialLayers()) map.addLayer(layer, above)
  } else if (source) {
    for (const { id } of trialLayers()) map.removeLayer(id)
    map.removeSource(TRIAL)
  }
}

export class Stage {
  readonly map: MapLibre
  #handles: Handles
  #shown: Shown = { drawn: [], chosen: null, views: {}, key: null, handles: false }
  #dressed = false

  constructor(
    box: HTMLElement,
    private readonly study: Study,
    limits: Limits,
    moves: Moves & { pressed(id: string): void },
  ) {
    this.map = makeMap(box, null, study.bounds, map => this.#dress(map))
    this.map.on('click', event => {
      const layers = ['plan-camera']
      const [hit] = this.#dressed ? this.map.queryRenderedFeatures(event.point, { layers }) : []
      if (hit) moves.pressed(String(hit.properties.id))
    })
    this.#handles = new Handles(this.map, WORDS, limits, moves)
  }

  show(shown: Shown): void {
    const another = shown.key !== this.#shown.key
    this.#shown = shown
    const { chosen } = shown
    const held = shown.handles ? chosen : null
    const turns = held && held.azimuth !== null ? { ...held, azimuth: held.azimuth } : null
    this.#handles.show(held ? held.position : null, turns)
    if (!this.#dressed) return
    this.#give()
    if (another) tryOut(this.map, shown.key)
  }

  get middle(): LngLat {
    const { lng, lat } = this.map.getCenter()
    return [lng, lat]
  }

  goTo([lng, lat]: LngLat): void {
    const inside = this.map.getBounds().contains([lng, lat])
    const zoom = Math.max(this.map.getZoom(), 17)
    if (inside && this.map.getZoom() >= 16.5) return
    this.map.easeTo({ center: [lng, lat], zoom, duration: STILL.matches ? 0 : 400 })
  }

  #dress(map: MapLibre): void {
    dressStudy(map, this.study, this.#shown.key)
    map.addSource(PLAN, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
    for (const layer of [...openLayers(theme()), ...planLayers(theme())]) map.addLayer(layer)
    this.#dressed = true
    this.#give()
  }

  #give(): void {
    const { drawn, chosen, views } = this.#shown
    const data = features(drawn, chosen?.id ?? null, views)
    this.map.getSource<GeoJSONSource>(PLAN)?.setData(data)
  }
}
