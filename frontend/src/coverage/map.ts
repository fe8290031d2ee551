/** The study's map: the ground by value, the streets that are not seen, the agency's cameras. */

import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl'
import { Problem } from '../api'
import { TILES, tileLayers } from '../map/layers'
import { makeMap, STILL } from '../map/map'
import { theme } from '../theme'
import { AREA, CHOSEN, edges, ground, HEXAGONS, STUDY, sources } from './layers'
import { patterns } from './patterns'
import type { Show, State } from './state'
import type { Facts, Hexagon } from './study'

const CAMERAS = ['camera_agency']

export class StudyMap {
  readonly map: MapLibre
  #show: Show
  #done = false
  #chosen: GeoJSON.Geometry | null = null

  constructor(
    box: HTMLElement,
    private readonly study: Facts['study'],
    state: State,
  ) {
    this.#show = state.show
    this.map = makeMap(box, state.at, study.bounds, map => this.#dress(map))
  }

  /** Lay what was found over the area, now that there is something. */
  found(): void {
    this.#done = true
    if (this.map.getSource(AREA)) this.#ground()
  }

  /** Tell of tiles that did not come; MapLibre asks for each of them once. */
  onFailure(failed: (reason: Problem) => void): void {
    this.map.on('error', event => {
      if (!('sourceId' in event) || event.sourceId !== STUDY) return console.error(event.error)
      const status = 'status' in event.error ? Number(event.error.status) : 0
      const title = status ? `The server answered ${status}` : 'No answer from the server'
      failed(new Problem(status, title))
    })
  }

  again(): void {
    for (const { id } of ground(this.#show, this.study.levels, theme())) this.map.removeLayer(id)
    this.map.removeSource(STUDY)
    this.#ground()
  }

  show(show: Show): void {
    this.#show = show
    if (this.map.getSource(AREA)) this.#ground()
  }

  choose(shape: GeoJSON.Geometry | null): void {
    this.#chosen = shape
    const features = shape ? [{ type: 'Feature' as const, properties: {}, geometry: shape }] : []
    this.map.getSource<GeoJSONSource>(CHOSEN)?.setData({ type: 'FeatureCollection', features })
  }

  fly(bounds: [[number, number], [number, number]]): void {
    const { width, height } = this.map.getCanvas().getBoundingClientRect()
    const padding = Math.min(80, width / 8, height / 4)
    this.map.fitBounds(bounds, { padding, maxZoom: 18, animate: !STILL.matches })
  }

  whole(): void {
    const [west, south, east, north] = this.study.bounds
    this.map.fitBounds([west, south, east, north], { padding: 40, animate: !STILL.matches })
  }

  /** The hexagon at a point of the screen. */
  hexagonAt(point: { x: number; y: number }): [Hexagon, GeoJSON.Geometry] | null {
    if (!this.map.getLayer(HEXAGONS[0])) return null
    const layers = [...HEXAGONS]
    const [hit] = this.map.queryRenderedFeatures([point.x, point.y], { layers })
    return hit ? [hit.properties as Hexagon, hit.geometry] : null
  }

  /** Those on the screen, each once: a tile's edge cuts a hexagon in two. */
  hexagons(): Map<string, [Hexagon, GeoJSON.Geometry]> {
    const found = new Map<string, [Hexagon, GeoJSON.Geometry]>()
    if (!this.map.getLayer(HEXAGONS[0])) return found
    for (const each of this.map.queryRenderedFeatures({ layers: [...HEXAGONS] })) {
      const hexagon = each.properties as Hexagon
      if (!found.has(hexagon.cell)) found.set(hexagon.cell, [hexagon, each.geometry])
    }
    return found
  }

  #dress(map: MapLibre): void {
    for (const [name, image] of patterns()) if (!map.hasImage(name)) map.addImage(name, image)
    const origin = location.origin
    map.addSource(TILES, { type: 'vector', url: `${origin}/tiles.json?layers=${CAMERAS}` })
    for (const [id, source] of Object.entries(sources(this.study.id, origin, this.study.area)))
      if (id !== STUDY) map.addSource(id, source)
    for (const layer of [...edges(theme()), ...tileLayers(theme(), name => CAMERAS.includes(name))])
      map.addLayer(layer)
    this.#ground()
    this.choose(this.#chosen)
  }

  /** Draw the ground anew, below the map's words. */
  #ground(): void {
    if (!this.#done) return
    const { map, study } = this
    if (!map.getSource(STUDY))
      map.addSource(STUDY, sources(study.id, location.origin, study.area)[STUDY]!)
    const words = map.getStyle().layers.find(layer => layer.type === 'symbol')?.id
    for (const layer of ground(this.#show, study.levels, theme())) {
      if (map.getLayer(layer.id)) map.removeLayer(layer.id)
      map.addLayer(layer, words)
    }
  }
}
