/** The product's own layers over the basemap: pure functions from sources and colours to layers. */

import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { darker, KIND_NAMES, KINDS } from '../kinds'
import type { Theme } from '../theme'

const FONT = ['Inter Variable']
const INK = '#0b0f14'
const INCIDENT = '#ff3b30'

/** Layers drawn from tiles: cameras, what they see, open calls. */
export const TILES = 'cameras'
/** Layers drawn from the answer to one click. */
export const FOV = 'fov'
export const AREA = 'area'

const kindCode: ExpressionSpecification = ['%', ['get', 'attr'], 16]

function byCode(pick: (name: string) => string): ExpressionSpecification {
  const pairs = KIND_NAMES.flatMap((name, code) => [code, pick(name)])
  return ['match', kindCode, ...pairs, pick('building')] as unknown as ExpressionSpecification
}

function byKind(pick: (name: string) => string): ExpressionSpecification {
  const pairs = KIND_NAMES.flatMap(name => [name, pick(name)])
  return [
    'match',
    ['get', 'kind'],
    ...pairs,
    pick('building'),
  ] as unknown as ExpressionSpecification
}

const colour = (name: string) => KINDS[name]!.colour
const line = (theme: Theme) => (name: string) =>
  theme === 'dark' ? colour(name) : darker(colour(name))
const letter = (name: string) => KINDS[name]!.letter

export function tileLayers(theme: Theme, has: (layer: string) => boolean): LayerSpecification[] {
  return [
    ...(has('fov_agency') ? [outline(theme)] : []),
    ...['agg_all', 'agg_public']
      .filter(name => has(name) && !(name === 'agg_public' && has('agg_all')))
      .flatMap(name => clusters(name, theme)),
    ...['camera_private', 'camera_agency'].filter(has).flatMap(name => cameras(name, theme)),
    ...(has('camera_public') && !has('camera_agency') ? anchors(theme) : []),
    ...(has('incident') ? calls(theme) : []),
  ]
}

function outline(theme: Theme): LayerSpecification {
  return {
    id: 'fov-outline',
    type: 'line',
    source: TILES,
    'source-layer': 'fov_agency',
    minzoom: 15,
    paint: { 'line-color': byCode(line(theme)), 'line-opacity': 0.35, 'line-width': 1 },
  }
}

function clusters(layer: string, theme: Theme): LayerSpecification[] {
  return [
    {
      id: `${layer}-dot`,
      type: 'circle',
      source: TILES,
      'source-layer': layer,
      maxzoom: 12,
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['ln', ['get', 'count']], 0, 7, 7, 22],
        'circle-color': theme === 'dark' ? '#24405c' : '#cfe0f2',
        'circle-stroke-color': theme === 'dark' ? '#7cc4ff' : '#2a6fb0',
        'circle-stroke-width': 1.5,
      },
    },
    countText(`${layer}-count`, layer, theme === 'dark' ? '#e8eef6' : '#18202b', 0, 12),
  ]
}

function cameras(layer: string, theme: Theme): LayerSpecification[] {
  const stroke = theme === 'dark' ? INK : '#3a4552'
  // A private camera stands at its street anchor, not where it is: a hollow mark says so.
  const opacity = layer === 'camera_private' ? 0.55 : 1
  return [
    {
      id: `${layer}-dot`,
      type: 'circle',
      source: TILES,
      'source-layer': layer,
      minzoom: 12,
      paint: {
        'circle-radius': [
          'step',
          ['zoom'],
          ['case', ['>', ['coalesce', ['get', 'count'], 1], 1], 9, 4],
          14,
          5.5,
          15.5,
          9,
        ],
        'circle-color': byCode(colour),
        'circle-opacity': opacity,
        'circle-stroke-color': stroke,
        'circle-stroke-width': 1.5,
      },
    },
    countText(`${layer}-count`, layer, INK, 12, 14),
    {
      id: `${layer}-letter`,
      type: 'symbol',
      source: TILES,
      'source-layer': layer,
      minzoom: 15.5,
      layout: {
        'text-field': byCode(letter),
        'text-font': FONT,
        'text-size': 11,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': INK },
    },
  ]
}

function anchors(theme: Theme): LayerSpecification[] {
  return [
    {
      id: 'camera_public-dot',
      type: 'circle',
      source: TILES,
      'source-layer': 'camera_public',
      minzoom: 12,
      paint: {
        'circle-radius': 5,
        'circle-color': byKind(colour),
        'circle-stroke-color': theme === 'dark' ? INK : '#3a4552',
        'circle-stroke-width': 1.5,
      },
    },
  ]
}

function calls(theme: Theme): LayerSpecification[] {
  return [
    {
      id: 'call',
      type: 'symbol',
      source: TILES,
      'source-layer': 'incident',
      layout: {
        'icon-image': ['concat', 'call-', ['to-string', ['min', 3, ['get', 'priority']]]],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'text-field': ['step', ['zoom'], '', 14.5, ['get', 'kind']],
        'text-font': FONT,
        'text-size': 11,
        'text-offset': [0, 1.5],
        'text-anchor': 'top',
        'text-optional': true,
        'symbol-sort-key': ['-', 9, ['get', 'priority']],
      },
      paint: {
        'text-color': theme === 'dark' ? '#ffd9d6' : '#8c1d18',
        'text-halo-color': theme === 'dark' ? '#11161d' : '#fff',
        'text-halo-width': 1.4,
      },
    },
  ]
}

function countText(
  id: string,
  layer: string,
  ink: string,
  minzoom: number,
  maxzoom: number,
): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source: TILES,
    'source-layer': layer,
    minzoom,
    maxzoom,
    filter: ['>', ['coalesce', ['get', 'count'], 1], 1],
    layout: {
      'text-field': ['to-string', ['get', 'count']],
      'text-font': FONT,
      'text-size': 11,
      'text-allow-overlap': true,
    },
    paint: { 'text-color': ink },
  }
}

/** One call's search area and fields of view: outlines, and a fill for the one that is looked at. */
export function callLayers(theme: Theme): LayerSpecification[] {
  return [
    {
      id: 'area-line',
      type: 'line',
      source: AREA,
      paint: {
        'line-color': theme === 'dark' ? INCIDENT : '#c4261d',
        'line-opacity': 0.6,
        'line-width': 1.5,
        'line-dasharray': [3, 3],
      },
    },
    {
      id: 'fov-fill',
      type: 'fill',
      source: FOV,
      filter: ['==', ['get', 'id'], ''],
      paint: { 'fill-color': byKind(colour), 'fill-opacity': 0.3 },
    },
    {
      id: 'fov-line',
      type: 'line',
      source: FOV,
      paint: {
        'line-color': byKind(line(theme)),
        'line-width': 1,
        'line-opacity': fovOpacity(null),
      },
    },
    {
      id: 'fov-hot',
      type: 'line',
      source: FOV,
      filter: ['==', ['get', 'id'], ''],
      paint: { 'line-color': byKind(line(theme)), 'line-width': 2 },
    },
  ]
}

/** While one is looked at the others step back to 12 %. */
export function fovOpacity(hot: string | null): ExpressionSpecification | number {
  return hot ? 0.12 : ['case', ['get', 'sees'], 0.32, 0.12]
}

const CALLS = { 1: INCIDENT, 2: '#ffb84d', 3: '#ffe08a' }

/** A triangle with its priority in it, as an image of twice the size. */
export function callImages(): [name: string, image: ImageData][] {
  return Object.entries(CALLS).map(([priority, fill]) => [
    `call-${priority}`,
    triangle(fill, priority),
  ])
}

function triangle(fill: string, priority: string): ImageData {
  const size = 56
  const canvas = new OffscreenCanvas(size, size)
  const context = canvas.getContext('2d')!
  context.beginPath()
  context.moveTo(size / 2, 5)
  context.lineTo(size - 4, size - 8)
  context.lineTo(4, size - 8)
  context.closePath()
  context.lineJoin = 'round'
  context.lineWidth = 8
  context.strokeStyle = '#fff'
  context.stroke()
  context.lineWidth = 4
  context.strokeStyle = INK
  context.stroke()
  context.fillStyle = fill
  context.fill()
  context.fillStyle = INK
  context.font = '700 24px "Inter Variable", sans-serif'
  context.textAlign = 'center'
  context.fillText(priority === '3' ? '3+' : priority, size / 2, size - 15)
  return context.getImageData(0, 0, size, size)
}
