/** Districts chosen on the map: a click ticks their box in the form, which is what is sent. */

import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl'
import { theme } from '../theme'

export interface District {
  id: number
  name: string
  area: GeoJSON.MultiPolygon | GeoJSON.Polygon
}

const SOURCE = 'districts'

/** Draw them again after each change of theme. */
export function dressDistricts(map: MapLibre, districts: District[]): void {
  map.addSource(SOURCE, { type: 'geojson', data: features(districts, chosen()) })
  const colour = theme() === 'dark' ? '#7cc4ff' : '#0b57d0'
  map.addLayer({
    id: 'district-fill',
    type: 'fill',
    source: SOURCE,
    paint: { 'fill-color': colour, 'fill-opacity': ['case', ['get', 'chosen'], 0.22, 0] },
  })
  map.addLayer({
    id: 'district-edge',
    type: 'line',
    source: SOURCE,
    filter: ['get', 'chosen'],
    paint: { 'line-color': colour, 'line-width': 3 },
  })
}

export function offerDistricts(map: MapLibre, districts: District[]): void {
  const show = () => map.getSource<GeoJSONSource>(SOURCE)?.setData(features(districts, chosen()))
  for (const box of [...boxes(), ...ways()]) box.addEventListener('change', show)
  map.on('click', 'district-fill', event => {
    if (!offered()) return
    const id = String(event.features?.[0]?.properties.id)
    boxes()
      .find(box => box.value === id)
      ?.click()
  })
}

export function features(
  districts: District[],
  chosen: Set<string>,
): GeoJSON.FeatureCollection<GeoJSON.MultiPolygon | GeoJSON.Polygon> {
  return {
    type: 'FeatureCollection',
    features: districts.map(({ id, name, area }) => ({
      type: 'Feature',
      properties: { id, name, chosen: chosen.has(String(id)) },
      geometry: area,
    })),
  }
}

/** None while the area is drawn or comes in a file. */
function chosen(): Set<string> {
  const ticked = offered() ? boxes().filter(box => box.checked) : []
  return new Set(ticked.map(box => box.value))
}

function offered(): boolean {
  return ways().some(way => way.value === 'districts' && way.checked)
}

function boxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>('[name=districts]')]
}

function ways(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>('[name=by]')]
}
