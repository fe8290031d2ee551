/** A camera as the answer to a click tells of it, numbered by its rank. */

import type { Feature, FeatureCollection, Geometry, Point } from 'geojson'
import type { LngLat } from '../geo'

export type Sees = 'point' | 'turn' | 'may' | 'approach' | 'near'
export type Access = 'open' | 'live_ok' | 'condition_unmet' | 'request_only'

export interface Camera {
  /** Its rank in this answer; the number on the map, the picture and the list. */
  no: number
  id: string
  /** What people say on the radio. */
  number: number
  name: string
  kind: string
  form: string
  sees: Sees
  distance: number
  bearing: number
  level: string | null
  why: string
  access: Access
  accessReason: string
  place: LngLat | null
  state: string | null
  capturedAt: number | null
  fieldOfView: Geometry | null
}

export interface Answer {
  cameras: Camera[]
  explanation: string
}

interface Told {
  id: string
  number: number
  name: string
  kind: string
  form: string
  sees: Sees
  distance_m: number
  bearing: number
  level: string | null
  why: string
  access: Access
  access_reason: string | null
  frame: { state: string; captured_at: string | null } | null
  field_of_view: Geometry | null
}

export type Seeing = FeatureCollection<Point | null, Told> & { explanation: string | null }

export function readAnswer(seeing: Seeing): Answer {
  return {
    cameras: seeing.features.map((feature, n) => readCamera(feature, n + 1)),
    explanation: seeing.explanation ?? '',
  }
}

function readCamera(
  { geometry, properties: told }: Feature<Point | null, Told>,
  no: number,
): Camera {
  const captured = told.frame?.captured_at
  return {
    no,
    id: told.id,
    number: told.number,
    name: told.name,
    kind: told.kind,
    form: told.form,
    sees: told.sees,
    distance: told.distance_m,
    bearing: told.bearing,
    level: told.level,
    why: told.why,
    access: told.access,
    accessReason: told.access_reason ?? '',
    place: geometry ? (geometry.coordinates as unknown as LngLat) : null,
    state: told.frame?.state ?? null,
    capturedAt: captured ? Date.parse(captured) : null,
    fieldOfView: told.field_of_view ?? null,
  }
}

/** Whether pictures of it may be shown to this reader for this call. */
export function viewable(camera: Camera): boolean {
  return camera.access === 'open' || camera.access === 'live_ok'
}

/** Whether it sees the point now, or could once it turned. */
export function seesPoint(camera: Camera): boolean {
  return camera.sees === 'point' || camera.sees === 'turn'
}

export const SEES_WORDS: Record<Sees, string> = {
  point: 'sees the point',
  turn: 'can turn to it',
  may: 'may see it',
  approach: 'sees an approach',
  near: 'stands near',
}

/** Who gets a place round the incident first: those with pictures, then locked ones that see it. */
export function candidates(cameras: Camera[]): Camera[] {
  const shown = cameras.filter(camera => viewable(camera) && camera.state !== 'offline')
  const dark = cameras.filter(camera => !shown.includes(camera) && seesPoint(camera))
  return [...shown, ...dark]
}
