/** The public map over the page that says the same in words: without WebGL only the words are there. */

import {
  type MapGeoJSONFeature,
  type Map as MapLibre,
  type MapMouseEvent,
  Popup,
} from 'maplibre-gl'
import '../css/public.css'
import { makeMap } from '../map/map'
import { must } from '../page'
import { theme } from '../theme'
import { publicLayers, SOURCE } from './layers'

const DEEPEST = 16

interface Facts {
  bounds: [number, number, number, number] | null
  words: Record<string, string>
}

const facts = JSON.parse(must('#page').textContent ?? '') as Facts
const card = must('#map-card')

if (facts.bounds && drawable()) {
  card.hidden = false
  begin(must('#map'), facts.bounds)
}

function drawable(): boolean {
  return document.createElement('canvas').getContext('webgl2') !== null
}

function begin(container: HTMLElement, bounds: [number, number, number, number]): void {
  const map = makeMap(container, null, bounds, dress, DEEPEST)
  map.getCanvas().ariaLabel = facts.words.map ?? ''
  map.on('click', 'points', event => tell(map, event))
  map.on('mouseenter', 'points', () => point(map, 'pointer'))
  map.on('mouseleave', 'points', () => point(map, ''))
}

function dress(map: MapLibre): void {
  map.addSource(SOURCE, {
    type: 'vector',
    url: '/tiles.json?layers=agg_public,camera_public',
  })
  for (const layer of publicLayers(theme())) map.addLayer(layer)
}

function point(map: MapLibre, cursor: string): void {
  map.getCanvas().style.cursor = cursor
}

function tell(map: MapLibre, event: MapMouseEvent & { features?: MapGeoJSONFeature[] }): void {
  const kinds = event.features ?? []
  const words = document.createElement('div')
  for (const { properties } of kinds) {
    const line = document.createElement('p')
    line.textContent = `${facts.words[properties.kind as string] ?? ''}: ${many(properties.band as number)}`
    words.append(line)
  }
  if (
    kinds.some(({ properties }) => !['traffic', 'building'].includes(properties.kind as string))
  ) {
    const note = document.createElement('p')
    note.className = 'muted'
    note.textContent = facts.words.street ?? ''
    words.append(note)
  }
  new Popup({ closeButton: false }).setLngLat(event.lngLat).setDOMContent(words).addTo(map)
}

function many(band: number): string {
  const words = band > 1 ? facts.words.least : facts.words.one
  return (words ?? '').replace('{number}', String(band))
}
