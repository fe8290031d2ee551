/** Sites and blocks on the map: pure functions from what is shown to features and layers. */

import type { LayerSpecification } from 'maplibre-gl'
import { circle } from '../../geo'
import { wedge } from '../../register/sight'
import type { Theme } from '../../theme'
import type { Block, Site } from './told'

export const SITES = 'sites'
const SITE = '#ffb000' // no colour of a level, a gap or a kind of camera
const BLOCK = '#a05bd0'

export interface Shown {
  sites: Site[]
  points: [number, number][]
  block: Block | null
  chosen: number | null
}

export function features({ sites, points, block, chosen }: Shown): GeoJSON.FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: [
      ...(block
        ? [feature('block', { type: 'Polygon' as const, coordinates: [block.outline] })]
        : []),
      ...sites.map(site => feature('fan', fan(site), { chosen: site.n === chosen })),
      ...points.map(at => feature('point', { type: 'Point' as const, coordinates: at })),
      ...sites.map(({ n, at }) =>
        feature(
          'site',
          { type: 'Point' as const, coordinates: at },
          { n, label: String(n), chosen: n === chosen },
        ),
      ),
    ],
  }
}

/** Which way it looks and how far at most; what hides its view is for the scenario to show. */
function fan({ at, azimuth, hfov, range }: Site): GeoJSON.Polygon {
  if (azimuth === null) return circle(at, range)
  return { type: 'Polygon', coordinates: [wedge(at, { azimuth, hfov, range })] }
}

function feature(
  what: string,
  geometry: GeoJSON.Geometry,
  properties: Record<string, unknown> = {},
): GeoJSON.Feature {
  return { type: 'Feature', properties: { what, ...properties }, geometry }
}

export function layers(theme: Theme): LayerSpecification[] {
  const ink = theme === 'dark' ? '#11161d' : '#18202b'
  const only = (what: string) => ['==', ['get', 'what'], what] as ['==', ['get', string], string]
  return [
    {
      id: 'site-block',
      type: 'line',
      source: SITES,
      filter: only('block'),
      paint: { 'line-color': BLOCK, 'line-width': 4 },
    },
    {
      id: 'site-fan',
      type: 'fill',
      source: SITES,
      filter: only('fan'),
      paint: { 'fill-color': SITE, 'fill-opacity': ['case', ['get', 'chosen'], 0.3, 0.08] },
    },
    {
      id: 'site-fan-edge',
      type: 'line',
      source: SITES,
      filter: only('fan'),
      paint: {
        'line-color': SITE,
        'line-width': ['case', ['get', 'chosen'], 2.5, 1.2],
        'line-dasharray': [3, 2],
      },
    },
    {
      id: 'site-point',
      type: 'circle',
      source: SITES,
      filter: only('point'),
      paint: {
        'circle-radius': 5,
        'circle-color': '#fff',
        'circle-stroke-color': ink,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'site-dot',
      type: 'circle',
      source: SITES,
      filter: only('site'),
      paint: {
        'circle-radius': ['case', ['get', 'chosen'], 14, 11],
        'circle-color': SITE,
        'circle-stroke-color': ink,
        'circle-stroke-width': ['case', ['get', 'chosen'], 3, 1.5],
      },
    },
    {
      id: 'site-number',
      type: 'symbol',
      source: SITES,
      filter: only('site'),
      layout: {
        'text-field': ['get', 'label'],
        'text-font': ['Inter Variable'],
        'text-size': 12,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': '#11161d' },
    },
  ]
}
