/** The registrar's map: click what waits to open it. */

import type { Map as MapLibre } from 'maplibre-gl'
import { makeMap } from '../map/map'
import { theme } from '../theme'
import { type Facts, features, layers } from './layers'

const SOURCE = 'registry'
const CLOSE = 18 // zoom

export function showMap(box: HTMLElement, facts: Facts): void {
  const chosen = facts.waiting.find(each => each.id === facts.chosen)
  if (!chosen) return
  const view = { center: chosen.at, zoom: CLOSE, bearing: 0 }
  const map = makeMap(box, view, [-180, -85, 180, 85], dressed => dress(dressed, facts))
  map.on('click', 'spots', event => {
    const id = event.features?.[0]?.properties.id
    if (id) location.search = `?camera=${id}`
  })
}

function dress(map: MapLibre, facts: Facts): void {
  map.addSource(SOURCE, { type: 'geojson', data: features(facts) })
  for (const layer of layers(SOURCE, theme())) map.addLayer(layer)
}
