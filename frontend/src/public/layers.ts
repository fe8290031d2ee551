/** What strangers see on the map: sums far out, nearer published points, and nothing else. */

import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { KIND_NAMES, KINDS } from '../kinds'
import type { Theme } from '../theme'

export const SOURCE = 'published'
export const POINTS = 'camera_public'
const FONT = ['Inter Variable']
const INK = '#0b0f14'

export function publicLayers(theme: Theme): LayerSpecification[] {
  const dark = theme === 'dark'
  return [
    {
      id: 'sums',
      type: 'circle',
      source: SOURCE,
      'source-layer': 'agg_public',
      maxzoom: 12,
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['ln', ['get', 'count']], 0, 9, 7, 22],
        'circle-color': dark ? '#24405c' : '#cfe0f2',
        'circle-stroke-color': dark ? '#7cc4ff' : '#2a6fb0',
        'circle-stroke-width': 1.5,
      },
    },
    {
      ...words('sums-count', 'agg_public', ['to-string', ['get', 'count']]),
      maxzoom: 12,
      paint: { 'text-color': dark ? '#e8eef6' : '#18202b' },
    },
    {
      id: 'points',
      type: 'circle',
      source: SOURCE,
      'source-layer': POINTS,
      minzoom: 12,
      paint: {
        // by the band alone: how many exactly is not told
        'circle-radius': [
          'interpolate',
          ['linear'],
          ['zoom'],
          12,
          ['step', ['get', 'band'], 4, 2, 5, 5, 6, 10, 7],
          16,
          ['step', ['get', 'band'], 9, 2, 11, 5, 13, 10, 15],
        ],
        'circle-color': byKind(kind => KINDS[kind]!.colour),
        'circle-stroke-color': dark ? INK : '#3a4552',
        'circle-stroke-width': 1.5,
      },
    },
    {
      ...words(
        'points-letter',
        POINTS,
        byKind(kind => KINDS[kind]!.letter),
      ),
      minzoom: 14.5,
      paint: { 'text-color': INK },
    },
  ]
}

function byKind(pick: (kind: string) => string): ExpressionSpecification {
  const pairs = KIND_NAMES.flatMap(kind => [kind, pick(kind)])
  return ['match', ['get', 'kind'], ...pairs, pick('building')] as never
}

function words(id: string, layer: string, text: ExpressionSpecification) {
  return {
    id,
    type: 'symbol' as const,
    source: SOURCE,
    'source-layer': layer,
    layout: {
      'text-field': text,
      'text-font': FONT,
      'text-size': 11,
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
  }
}
