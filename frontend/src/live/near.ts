/** The cameras in view by name: what the tiles leave out comes from the API, once for each place. */

import type { FeatureCollection, Point } from 'geojson'
import type { Api } from '../api'
import type { LngLat } from '../geo'

export interface NearCamera {
  id: string
  number: number
  name: string
  kind: string
  form: string
  /** Where it is drawn: a private camera at its street anchor. */
  place: LngLat | null
  capturedAt: number | null
  still: string | null
}

interface Told {
  id: string
  number: number
  name: string
  kind: string
  form: string
  frame?: { captured_at: string | null; url: string | null } | null
}

export type CameraAnswer = FeatureCollection<Point | null, Told>

export type Bounds = [west: number, south: number, east: number, north: number]

export async function camerasIn(
  api: Api,
  bounds: Bounds,
  signal: AbortSignal,
): Promise<NearCamera[]> {
  const bbox = bounds.map(value => value.toFixed(6)).join(',')
  const answer = await api.get<CameraAnswer>(`/api/cameras?bbox=${bbox}&limit=200`, signal)
  return answer.features.map(feature => {
    const { frame, ...told } = feature.properties
    const at = feature.geometry?.coordinates
    return {
      ...told,
      place: at ? [at[0]!, at[1]!] : null,
      capturedAt: frame?.captured_at ? Date.parse(frame.captured_at) : null,
      still: frame?.url ?? null,
    }
  })
}
