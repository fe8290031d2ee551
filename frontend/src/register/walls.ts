/** Which way a camera on this wall most likely looks: straight away from it. */

import type { FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'
import type { LngLat } from '../geo'
import { away, compass } from './sight'

export type Footprints = FeatureCollection<Polygon | MultiPolygon>

const OURS = 25 // metres: a wall farther off is somebody else's

/** The direction away from the nearest wall, or null where none is near. */
export function outward(at: LngLat, buildings: Footprints): number | null {
  let nearest = { bearing: 0, metres: OURS }
  let found = false
  let indoors = false
  for (const ring of rings(buildings)) {
    const plane = ring.map(corner => onPlane(at, corner))
    indoors ||= around(plane)
    for (let n = 0; n + 1 < plane.length; n++) {
      const way = straight(plane[n]!, plane[n + 1]!)
      if (way.metres < nearest.metres) {
        nearest = way
        found = true
      }
    }
  }
  if (!found) return null
  return compass(indoors ? nearest.bearing : nearest.bearing + 180)
}

function rings({ features }: Footprints): Position[][] {
  return features.flatMap(({ geometry }) =>
    geometry.type === 'Polygon'
      ? geometry.coordinates.slice(0, 1)
      : geometry.coordinates.flatMap(polygon => polygon.slice(0, 1)),
  )
}

type Plane = readonly [east: number, north: number]

function onPlane(at: LngLat, [lng, lat]: Position): Plane {
  const { bearing, metres } = away(at, [lng!, lat!])
  const turn = (bearing * Math.PI) / 180
  return [Math.sin(turn) * metres, Math.cos(turn) * metres]
}

/** The shortest way from the middle of the plane to a wall between two corners. */
function straight(a: Plane, b: Plane): { bearing: number; metres: number } {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const long = dx * dx + dy * dy
  const share = long ? Math.min(1, Math.max(0, -(a[0] * dx + a[1] * dy) / long)) : 0
  const [x, y] = [a[0] + share * dx, a[1] + share * dy]
  return { bearing: (Math.atan2(x, y) * 180) / Math.PI, metres: Math.hypot(x, y) }
}

/** Whether a ring goes round the middle of the plane. */
function around(ring: Plane[]): boolean {
  let inside = false
  for (let n = 0; n + 1 < ring.length; n++) {
    const [[ax, ay], [bx, by]] = [ring[n]!, ring[n + 1]!]
    if (ay > 0 !== by > 0 && ax + (-ay / (by - ay)) * (bx - ax) > 0) inside = !inside
  }
  return inside
}
