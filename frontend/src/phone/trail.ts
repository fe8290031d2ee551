/** Where moving cameras have been, on the map: those of the call, and the one that is looked at. */

import type { Feature, FeatureCollection } from 'geojson'
import type { GeoJSONSource, LayerSpecification, Map as MapLibre } from 'maplibre-gl'
import { type Api, Problem } from '../api'
import { KINDS } from '../kinds'
import type { Theme } from '../theme'

export const TRAIL = 'trail'
const AGAIN = 3000

type Ask = (path: string) => Promise<FeatureCollection | null>

export class Trail {
  #kept: Feature[] = []
  #hot: string | null = null
  #followed: Feature[] = []

  constructor(
    private readonly map: MapLibre,
    private readonly api: Api,
  ) {
    setInterval(() => document.hidden || this.#ask(), AGAIN)
  }

  /** Show these as long as the call is in focus. */
  keep(features: Feature[]): void {
    this.#kept = features.map(worded)
    this.draw()
  }

  /** Show this one as long as somebody looks at it, for the call in focus. */
  heat(camera: string | null, incident: string | null): void {
    const asked = camera && `${camera}/trail${incident ? `?incident=${incident}` : ''}`
    if (asked === this.#hot) return
    this.#hot = asked
    this.#followed = []
    this.draw()
    this.#ask(asked => this.api.get(asked)) // a poll may say that nothing is new
  }

  /** Give the map what it should show; again after it was dressed anew. */
  draw(): void {
    const features = [...this.#kept, ...this.#followed]
    this.map.getSource<GeoJSONSource>(TRAIL)?.setData({ type: 'FeatureCollection', features })
  }

  async #ask(ask: Ask = path => this.api.poll<FeatureCollection>(path)): Promise<void> {
    const asked = this.#hot
    if (!asked) return
    try {
      const told = await ask(`/api/cameras/${asked}`)
      if (!told || asked !== this.#hot) return
      this.#followed = told.features.map(worded)
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      if (problem.passing) return
      this.#hot = null // it is nobody's to follow any more
      this.#followed = []
    }
    this.draw()
  }
}

/** Say of a silent camera when it was last seen. */
export function worded(feature: Feature): Feature {
  const facts = feature.properties ?? {}
  if (facts.part !== 'last') return feature
  const at = new Date(facts.at as string).toLocaleTimeString([], { timeStyle: 'short' })
  const words = facts.silent ? `last seen ${at}` : ''
  return { ...feature, properties: { ...facts, words } }
}

/** The layers of trails: a pure function of the colours. */
export function trailLayers(theme: Theme): LayerSpecification[] {
  const kinds = Object.entries(KINDS).flatMap(([name, kind]) => [name, kind.colour])
  const colour = ['match', ['get', 'kind'], ...kinds, '#b7c4d3'] as unknown as string
  const part = (name: string) => ['==', ['get', 'part'], name] as unknown as boolean
  const ink = theme === 'dark' ? '#0b0f14' : '#18202b'
  return [
    {
      id: 'trail-ground',
      type: 'line',
      source: TRAIL,
      filter: part('ground'),
      paint: { 'line-color': colour, 'line-width': 1.5, 'line-dasharray': [2, 2] },
    },
    {
      id: 'trail-edge',
      type: 'line',
      source: TRAIL,
      filter: part('way'),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': ink, 'line-width': 5, 'line-opacity': 0.6 },
    },
    {
      id: 'trail-way',
      type: 'line',
      source: TRAIL,
      filter: part('way'),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': colour, 'line-width': 2.5 },
    },
    {
      id: 'trail-last',
      type: 'circle',
      source: TRAIL,
      filter: part('last'),
      paint: {
        'circle-radius': 6,
        'circle-color': colour,
        'circle-stroke-color': ink,
        'circle-stroke-width': 2,
        'circle-opacity': ['case', ['get', 'silent'], 0.4, 1],
      },
    },
    {
      id: 'trail-words',
      type: 'symbol',
      source: TRAIL,
      filter: part('last'),
      layout: {
        'text-field': ['get', 'words'],
        'text-font': ['Inter Variable'],
        'text-size': 12,
        'text-offset': [0, -1.2],
        'text-anchor': 'bottom',
      },
      paint: {
        'text-color': theme === 'dark' ? '#e8eef6' : '#18202b',
        'text-halo-color': theme === 'dark' ? '#11161d' : '#fff',
        'text-halo-width': 1.5,
      },
    },
  ]
}
