/** Where a camera looks, and how its handles turn, widen and lengthen it; angles are compass degrees. */

import type { Position } from 'geojson'
import type { LngLat } from '../geo'

export interface Sight {
  azimuth: number
  hfov: number
  /** Metres. */
  range: number
}

export interface Limits {
  hfov: readonly [least: number, most: number]
  range: readonly [least: number, most: number]
}

export type Handle = 'tip' | 'left' | 'right'

const METRES = 111_195 // in one degree of latitude, on a sphere
const EDGE_AT = 0.75 // of the range: clear of the tip, also where the view is narrow
const TURN = 3
const STEP = 2 // metres

const rad = Math.PI / 180

/** The place so many metres away; on the plane, so for metres and not for miles. */
export function towards([lng, lat]: LngLat, bearing: number, metres: number): LngLat {
  const east = Math.sin(bearing * rad) * metres
  const north = Math.cos(bearing * rad) * metres
  return [lng + east / (METRES * Math.cos(lat * rad)), lat + north / METRES]
}

export function away(from: LngLat, to: LngLat): { bearing: number; metres: number } {
  const east = turned(to[0] - from[0]) * METRES * Math.cos(from[1] * rad)
  const north = (to[1] - from[1]) * METRES
  return { bearing: compass(Math.atan2(east, north) / rad), metres: Math.hypot(east, north) }
}

/** From 0 to under 360. */
export function compass(degrees: number): number {
  return ((degrees % 360) + 360) % 360
}

/** The shorter way round: from −180 to under 180. */
function turned(degrees: number): number {
  return compass(degrees + 180) - 180
}

function within(value: number, [least, most]: readonly [number, number]): number {
  return Math.min(most, Math.max(least, value))
}

export function edge(sight: Sight, side: 'left' | 'right'): number {
  return compass(sight.azimuth + (side === 'left' ? -0.5 : 0.5) * sight.hfov)
}

export function placeOf(handle: Handle, at: LngLat, sight: Sight): LngLat {
  if (handle === 'tip') return towards(at, sight.azimuth, sight.range)
  return towards(at, edge(sight, handle), sight.range * EDGE_AT)
}

/** The sight once a handle was pulled there. */
export function pulled(
  handle: Handle,
  to: LngLat,
  at: LngLat,
  sight: Sight,
  limits: Limits,
): Sight {
  const { bearing, metres } = away(at, to)
  if (handle === 'tip') {
    return { ...sight, azimuth: bearing, range: within(metres, limits.range) }
  }
  return widened(handle, turned(bearing - edge(sight, handle)), sight, limits)
}

/** Move one edge clockwise and leave the other where it is. */
function widened(side: 'left' | 'right', by: number, sight: Sight, limits: Limits): Sight {
  const hfov = within(sight.hfov + (side === 'left' ? -by : by), limits.hfov)
  const half = (hfov - sight.hfov) / 2
  return { ...sight, hfov, azimuth: compass(sight.azimuth + (side === 'left' ? -half : half)) }
}

/** The sight after a key on a handle, or null where the key is not for it. */
export function keyed(
  handle: Handle,
  key: string,
  far: boolean,
  sight: Sight,
  limits: Limits,
): Sight | null {
  const times = far ? 5 : 1
  const clockwise = { ArrowRight: 1, ArrowLeft: -1 }[key]
  const onward = { ArrowUp: 1, ArrowDown: -1 }[key]
  if (handle === 'tip') {
    if (clockwise) return { ...sight, azimuth: compass(sight.azimuth + clockwise * TURN * times) }
    if (!onward) return null
    return { ...sight, range: within(sight.range + onward * STEP * times, limits.range) }
  }
  const by = clockwise ?? onward
  return by ? widened(handle, by * TURN * times, sight, limits) : null
}

/** A key moves the pin by a metre, or by five. */
export function nudged(at: LngLat, key: string, far: boolean): LngLat | null {
  const bearing = { ArrowUp: 0, ArrowRight: 90, ArrowDown: 180, ArrowLeft: 270 }[key]
  return bearing === undefined ? null : towards(at, bearing, far ? 5 : 1)
}

/** The whole opening as if there were no walls. */
export function wedge(at: LngLat, { azimuth, hfov, range }: Sight): Position[] {
  const round = hfov >= 360
  const steps = Math.max(8, Math.ceil(hfov / 4))
  const arc = Array.from({ length: steps + 1 }, (_, n) => [
    ...towards(at, azimuth - hfov / 2 + (hfov * n) / steps, range),
  ])
  return round ? [...arc.slice(0, -1), arc[0]!] : [[...at], ...arc, [...at]]
}
