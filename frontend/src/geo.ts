/** The plane of the screen and the ground: Web Mercator at MapLibre's scale of 512 px to the world. */

import type { Polygon } from 'geojson'
import type { Point } from './layout/geometry'

export type LngLat = readonly [lng: number, lat: number]

export interface View {
  center: LngLat
  zoom: number
  /** Degrees clockwise that the map is turned. */
  bearing: number
}

const TILE = 512
const EARTH = 6_371_008.8 // metres

function mercator([lng, lat]: LngLat): Point {
  const sin = Math.sin((lat * Math.PI) / 180)
  return { x: lng / 360 + 0.5, y: 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI) }
}

/** Where a place will stand, from the middle of the screen, once the map has come to this view. */
export function offset(view: View, place: LngLat): Point {
  const scale = TILE * 2 ** view.zoom
  const from = mercator(view.center)
  const to = mercator(place)
  const [x, y] = [(to.x - from.x) * scale, (to.y - from.y) * scale]
  const turn = (-view.bearing * Math.PI) / 180
  return {
    x: x * Math.cos(turn) - y * Math.sin(turn),
    y: x * Math.sin(turn) + y * Math.cos(turn),
  }
}

export function metres(a: LngLat, b: LngLat): number {
  const rad = Math.PI / 180
  const dLat = (b[1] - a[1]) * rad
  const dLng = (b[0] - a[0]) * rad
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * rad) * Math.cos(b[1] * rad) * Math.sin(dLng / 2) ** 2
  return 2 * EARTH * Math.asin(Math.sqrt(h))
}

/** A circle on the ground as a polygon; fine for search areas, not near the poles. */
export function circle(center: LngLat, radius: number): Polygon {
  const north = (radius / EARTH) * (180 / Math.PI)
  const east = north / Math.cos((center[1] * Math.PI) / 180)
  const ring = Array.from({ length: 65 }, (_, n) => {
    const turn = (2 * Math.PI * (n % 64)) / 64
    return [center[0] + east * Math.sin(turn), center[1] + north * Math.cos(turn)]
  })
  return { type: 'Polygon', coordinates: [ring] }
}

const WINDS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW']

export function wind(bearing: number): string {
  return WINDS[Math.round(bearing / 45) % 8]!
}

/** "38.04, -84.5" or "-84.5,38.04": a latitude first where only that order is on the earth. */
export function readPlace(text: string): LngLat | null {
  const found = /^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text)
  if (!found) return null
  const [lat, lng] = [Number(found[1]), Number(found[2])]
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? [lng, lat] : null
}
