/** What the server says of a study, and how it is asked. */

import type { Api } from '../api'

export type Stage = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

export interface Progress {
  state: Stage
  step: string
  done: number
  total: number
}

export interface Gap {
  line: GeoJSON.LineString | GeoJSON.MultiLineString
  metres: number
  name: string
  reason: number
}

/** A hexagon of the map, as its tile tells it. */
export interface Hexagon {
  cell: string
  share: number
  cameras: number
  level: number
  reason: number
}

export interface Seeing {
  cameras: { id: string; number: number; name: string; level: number; px_per_m: number }[]
  /** Whether the block it lies in says that private cameras see part of it. */
  private: boolean
}

/** What the page is told about its study. */
export interface Facts {
  study: {
    id: string
    levels: string[]
    /** The rank from which it counts as seen. */
    rank: number
    area: GeoJSON.MultiPolygon
    bounds: [number, number, number, number]
    gaps: { line: GeoJSON.LineString; name: string }[]
  }
}

export function progressOf(api: Api, study: string): Promise<Progress | null> {
  return api.poll<Progress>(`/api/studies/${study}`)
}

export function percent({ done, total }: Progress): string {
  return total ? `${Math.floor((100 * done) / total)} %` : ''
}

export function cancel(api: Api, study: string): Promise<unknown> {
  return api.send('POST', `/api/studies/${study}/cancel`, {})
}

export function seeing(api: Api, study: string, cell: string, stop: AbortSignal): Promise<Seeing> {
  return api.get<Seeing>(`/api/studies/${study}/cells/${cell}`, stop)
}

export function boundsOf(line: { coordinates: number[][] }): [[number, number], [number, number]] {
  const lngs = line.coordinates.map(([lng]) => lng!)
  const lats = line.coordinates.map(([, lat]) => lat!)
  return [
    [Math.min(...lngs), Math.min(...lats)],
    [Math.max(...lngs), Math.max(...lats)],
  ]
}
