/** How far to zoom in so that the cameras of a call stand in the clear middle. */

import { type LngLat, offset, type View } from '../geo'
import type { Box } from '../layout/geometry'

const NEAREST = 28
const SHARE = 0.85
const CLOSEST = 18.4
const FARTHEST = 14.5

/** The zoom at which 85 % of the nearest cameras lie in the ellipse inside `clear`. */
export function fitZoom(center: LngLat, places: LngLat[], clear: Box, bearing = 0): number {
  const view: View = { center, zoom: CLOSEST, bearing }
  const rx = Math.max(60, clear.w / 2 - 24)
  const ry = Math.max(60, clear.h / 2 - 24)
  const radii = places
    .map(place => offset(view, place))
    .map(at => Math.hypot(at.x / rx, at.y / ry))
    .sort((a, b) => a - b)
    .slice(0, NEAREST)
  const edge = radii[Math.ceil(radii.length * SHARE) - 1]
  if (!edge) return 17
  return Math.max(FARTHEST, Math.min(CLOSEST, CLOSEST - Math.log2(edge)))
}
