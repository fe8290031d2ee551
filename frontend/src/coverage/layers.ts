/** What a study looks like on the map: pure functions from what is shown to layers. */

import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
} from 'maplibre-gl'
import type { Theme } from '../theme'
import { blues, GAP, QUARTERS, REASONS, SEEN } from './palette'
import type { Show } from './state'

export const STUDY = 'study'
export const AREA = 'study-area'
export const CHOSEN = 'study-chosen'
export const HEXAGONS = ['hex-seen', 'hex-gap'] as const

/** How many levels the study's scheme has, and the names of them, the lowest first. */
export type Levels = string[]

export function sources(
  study: string,
  origin: string,
  area: GeoJSON.MultiPolygon,
): Record<string, SourceSpecification> {
  return {
    [STUDY]: {
      type: 'vector',
      tiles: [`${origin}/tiles/coverage/{z}/{x}/{y}.mvt?study=${study}`],
      minzoom: 6,
      maxzoom: 17,
    },
    [AREA]: { type: 'geojson', data: area },
    [CHOSEN]: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
  }
}

/** What lies below the map's words. */
export function ground(show: Show, levels: Levels, theme: Theme): LayerSpecification[] {
  return [
    {
      id: 'hex-seen',
      type: 'fill',
      source: STUDY,
      'source-layer': 'coverage',
      filter: seen(show),
      paint: {
        'fill-color': colour(show, levels),
        // The deepest blue is darker than the night map: there it needs a light edge.
        'fill-opacity': theme === 'dark' ? 0.8 : 0.62,
        'fill-outline-color': theme === 'dark' ? '#7cc4ffa0' : '#ffffff80',
      },
    },
    {
      id: 'hex-gap',
      type: 'fill',
      source: STUDY,
      'source-layer': 'coverage',
      filter: ['!', seen(show)] as FilterSpecification,
      paint: {
        'fill-pattern': hatch(show),
        'fill-opacity': show === 'reason' ? 0.8 : 0.5,
        'fill-antialias': false, // no edges: the hatch goes on from one to the next
      },
    },
    ...streets(show, levels, theme),
  ]
}

/** A street gap is drawn over its own edge, so that it stands out from any ground. */
function streets(show: Show, levels: Levels, theme: Theme): LayerSpecification[] {
  const line = { source: STUDY, 'source-layer': 'coverage_street' } as const
  return [
    {
      id: 'street-seen',
      type: 'line',
      ...line,
      minzoom: 14,
      filter: ['to-boolean', ['get', 'seen']],
      layout: { visibility: show === 'level' ? 'visible' : 'none', 'line-cap': 'round' },
      paint: { 'line-color': byLevel(levels), 'line-width': width(2, 5) },
    },
    {
      id: 'gap-edge',
      type: 'line',
      ...line,
      minzoom: 13,
      filter: ['!', ['to-boolean', ['get', 'seen']]],
      paint: { 'line-color': theme === 'dark' ? '#11161d' : '#fff', 'line-width': width(2.5, 8) },
    },
    {
      id: 'gap-line',
      type: 'line',
      ...line,
      minzoom: 12,
      filter: ['!', ['to-boolean', ['get', 'seen']]],
      paint: {
        'line-color': show === 'reason' ? byReason(each => each.colour) : GAP,
        'line-width': width(1.2, 4),
        'line-dasharray': [2, 1.2],
      },
    },
  ]
}

/** What lies above everything: the study's edge, and what was chosen. */
export function edges(theme: Theme): LayerSpecification[] {
  const ink = theme === 'dark' ? '#e8eef6' : '#18202b'
  return [
    {
      id: 'area-edge',
      type: 'line',
      source: AREA,
      paint: { 'line-color': ink, 'line-width': 1.5, 'line-dasharray': [4, 3] },
    },
    {
      id: 'chosen-edge',
      type: 'line',
      source: CHOSEN,
      layout: { 'line-cap': 'round' },
      paint: { 'line-color': theme === 'dark' ? '#11161d' : '#fff', 'line-width': byShape(5, 9) },
    },
    {
      id: 'chosen',
      type: 'line',
      source: CHOSEN,
      layout: { 'line-cap': 'round' },
      paint: {
        'line-color': theme === 'dark' ? '#7cc4ff' : '#0b5fff',
        'line-width': byShape(2.5, 5),
      },
    },
  ]
}

function seen(show: Show): ExpressionSpecification {
  if (show === 'overlap') return ['>', ['get', 'cameras'], 0]
  if (show === 'level') return ['>', ['get', 'level'], 0]
  return ['>', ['get', 'share'], 0]
}

export function colour(show: Show, levels: Levels): ExpressionSpecification | string {
  if (show === 'reason') return SEEN
  const [first, second, third, fourth] = QUARTERS as [string, string, string, string]
  if (show === 'overlap') {
    return ['step', ['get', 'cameras'], first, 2, second, 3, third, 5, fourth]
  }
  if (show === 'level') return byLevel(levels)
  return ['step', ['get', 'share'], first, 0.25, second, 0.5, third, 0.75, fourth]
}

function hatch(show: Show): ExpressionSpecification | string {
  return show === 'reason' ? byReason(({ code }) => `reason-${code}`, 'gap') : 'gap'
}

function byLevel(levels: Levels): ExpressionSpecification {
  const pairs = blues(levels.length).flatMap((blue, rank) => [rank + 1, blue])
  return ['match', ['get', 'level'], ...pairs, GAP] as unknown as ExpressionSpecification
}

function byReason(
  pick: (reason: (typeof REASONS)[number]) => string,
  otherwise: string = GAP,
): ExpressionSpecification {
  const pairs = REASONS.flatMap(each => [each.rank, pick(each)])
  return ['match', ['get', 'reason'], ...pairs, otherwise] as unknown as ExpressionSpecification
}

/** A street stands out by its width; round a hexagon as much would hide what is in it. */
function byShape(hexagon: number, street: number): ExpressionSpecification {
  return ['match', ['geometry-type'], ['LineString', 'MultiLineString'], street, hexagon]
}

function width(far: number, near: number): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], 13, far, 18, near]
}
