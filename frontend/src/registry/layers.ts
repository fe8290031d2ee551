/** What the registrar's map shows, as pure functions from facts to sources and layers. */

import type { LayerSpecification } from 'maplibre-gl'
import type { Theme } from '../theme'

export interface Spot {
  number: number
  at: [number, number]
}

export interface Facts {
  chosen?: string
  waiting: (Spot & { id: string })[]
  near?: Spot[]
  sees?: GeoJSON.MultiPolygon | null
}

const FONT = ['Inter Variable']

/** Points that wait, points that may be the same camera, and what the chosen one sees. */
export function features(facts: Facts): GeoJSON.FeatureCollection {
  const chosen = facts.waiting.find(each => each.id === facts.chosen)
  const area: GeoJSON.Feature[] = facts.sees
    ? [{ type: 'Feature', properties: { what: 'sees' }, geometry: facts.sees }]
    : []
  return {
    type: 'FeatureCollection',
    features: [
      ...area,
      ...(facts.near ?? []).map(each => point(each, 'near')),
      ...facts.waiting.filter(each => each !== chosen).map(each => point(each, 'waiting')),
      ...(chosen ? [point(chosen, 'chosen')] : []),
    ],
  }
}

function point(spot: Spot & { id?: string }, what: string): GeoJSON.Feature {
  return {
    type: 'Feature',
    properties: { what, number: String(spot.number), id: spot.id ?? '' },
    geometry: { type: 'Point', coordinates: spot.at },
  }
}

/** Each has a shape of its own as well: the chosen is large, what is there already is a ring. */
export function layers(source: string, theme: Theme): LayerSpecification[] {
  const dark = theme === 'dark'
  const accent = dark ? '#7cc4ff' : '#0b57d0'
  const ground = dark ? '#11161d' : '#ffffff'
  return [
    {
      id: 'sees',
      type: 'fill',
      source,
      filter: ['==', ['get', 'what'], 'sees'],
      paint: { 'fill-color': accent, 'fill-opacity': 0.25 },
    },
    {
      id: 'spots',
      type: 'circle',
      source,
      filter: ['!=', ['get', 'what'], 'sees'],
      paint: {
        'circle-radius': ['match', ['get', 'what'], 'near', 15, 'chosen', 10, 8],
        'circle-color': ['match', ['get', 'what'], 'near', ground, accent],
        'circle-stroke-color': [
          'match',
          ['get', 'what'],
          'near',
          dark ? '#ffb84d' : '#8a4b00',
          ground,
        ],
        'circle-stroke-width': ['match', ['get', 'what'], 'near', 3, 2],
      },
    },
    {
      id: 'numbers',
      type: 'symbol',
      source,
      filter: ['!=', ['get', 'what'], 'sees'],
      layout: {
        'text-field': ['get', 'number'],
        'text-font': FONT,
        'text-size': 12,
        // what may be the same camera stands on the same spot: its number goes above
        'text-offset': [
          'match',
          ['get', 'what'],
          'near',
          ['literal', [0, -1.9]],
          ['literal', [0, 1.9]],
        ],
        'text-allow-overlap': true,
      },
      paint: {
        'text-color': dark ? '#e8eef6' : '#18202b',
        'text-halo-color': ground,
        'text-halo-width': 1.5,
      },
    },
  ]
}
