/** What a plan looks like on the map: pure functions from what is planned to features and layers. */

import type { Feature, FeatureCollection, Geometry } from 'geojson'
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl'
import { wedge } from '../register/sight'
import type { Theme } from '../theme'
import { called, type Drawn } from './plan'

export const TRIAL = 'trial'
export const PLAN = 'plan'

const FONT = ['Inter Variable']

/** Of each verdict: its colour by day and by night. */
export const VERDICTS = [
  { name: 'gained', light: '#0a6b43', dark: '#3ddc97' },
  { name: 'lost', light: '#b3261e', dark: '#ff8a80' },
  { name: 'better', light: '#0b57d0', dark: '#7cc4ff' },
  { name: 'worse', light: '#8a4b00', dark: '#ffb84d' },
] as const

export function trialSource(origin: string, key: string): SourceSpecification {
  return { type: 'vector', tiles: [trialTiles(origin, key)], minzoom: 8, maxzoom: 17 }
}

export function trialTiles(origin: string, key: string): string {
  return `${origin}/tiles/preview/${key}/{z}/{x}/{y}.mvt`
}

/** Each verdict has a texture as well as a colour; see patterns. */
export function trialLayers(): LayerSpecification[] {
  return [
    {
      id: 'trial',
      type: 'fill',
      source: TRIAL,
      'source-layer': 'preview',
      paint: { 'fill-pattern': ['concat', 'verdict-', ['get', 'verdict']] },
    },
  ]
}

/** The cameras as dots, what those of the plan would see, and the chosen one's opening. */
export function features(
  drawn: Iterable<Drawn>,
  chosen: string | null,
  views: Record<string, Geometry | null>,
): FeatureCollection {
  const cameras = [...drawn]
  const shapes: Feature[] = []
  for (const each of cameras) {
    const view = each.state === 'removed' ? null : views[each.id]
    if (view) shapes.push(feature(view, { part: 'seen', id: each.id }))
    if (each.id !== chosen || each.azimuth === null || each.state === 'removed') continue
    const ring = wedge(each.position, { ...each, azimuth: each.azimuth })
    shapes.unshift(feature({ type: 'Polygon', coordinates: [ring] }, { part: 'open', id: each.id }))
  }
  return { type: 'FeatureCollection', features: [...shapes, ...cameras.map(dot(chosen))] }
}

function dot(chosen: string | null): (each: Drawn) => Feature {
  return each =>
    feature(
      { type: 'Point', coordinates: [...each.position] },
      {
        part: 'camera',
        id: each.id,
        state: each.state,
        chosen: each.id === chosen,
        sign: SIGNS[each.state],
        name: called(each),
      },
    )
}

const SIGNS = { kept: '', new: '+', changed: '↻', removed: '✕' }

function feature(geometry: Geometry, properties: Record<string, unknown>): Feature {
  return { type: 'Feature', geometry, properties }
}

export function planLayers(theme: Theme): LayerSpecification[] {
  const ink = theme === 'dark' ? '#0b0f14' : '#ffffff'
  const cameras: ExpressionSpecification = ['==', ['get', 'part'], 'camera']
  return [
    {
      id: 'plan-camera',
      type: 'circle',
      source: PLAN,
      filter: cameras,
      paint: {
        'circle-radius': ['case', ['get', 'chosen'], 11, ['==', ['get', 'state'], 'kept'], 6, 9],
        'circle-color': byState(theme),
        'circle-stroke-color': theme === 'dark' ? '#e8eef6' : '#18202b',
        'circle-stroke-width': ['case', ['get', 'chosen'], 3, 1.5],
      },
    },
    {
      id: 'plan-sign',
      type: 'symbol',
      source: PLAN,
      filter: cameras,
      layout: {
        'text-field': ['get', 'sign'],
        'text-font': FONT,
        'text-size': 12,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': ink },
    },
  ]
}

function byState(theme: Theme): ExpressionSpecification {
  const [gained, lost, better] = VERDICTS.map(each => each[theme]) as [string, string, string]
  const kept = theme === 'dark' ? '#9fb0c3' : '#4b5a6b'
  return ['match', ['get', 'state'], 'new', gained, 'removed', lost, 'changed', better, kept]
}

export function openLayers(theme: Theme): LayerSpecification[] {
  const ink = theme === 'dark' ? '#e8eef6' : '#0b0f14'
  const only = (name: string): ExpressionSpecification => ['==', ['get', 'part'], name]
  return [
    {
      id: 'plan-seen',
      type: 'line',
      source: PLAN,
      filter: only('seen'),
      paint: { 'line-color': ink, 'line-width': 2 },
    },
    {
      id: 'plan-open',
      type: 'line',
      source: PLAN,
      filter: only('open'),
      paint: { 'line-color': ink, 'line-width': 1.5, 'line-dasharray': [3, 3] },
    },
    {
      id: 'plan-open-fill',
      type: 'fill',
      source: PLAN,
      filter: only('open'),
      paint: { 'fill-color': ink, 'fill-opacity': 0.08 },
    },
  ]
}
