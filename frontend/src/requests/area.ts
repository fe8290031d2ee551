/** The area a request asks about: read from the form's words, measured, written back. */

export type Ring = [number, number][]

export interface Area {
  type: 'Polygon'
  coordinates: Ring[]
}

const EARTH = 6_371_008.8 // metres
const DEGREE = Math.PI / 180
const CORNERS = 48

/** Read a polygon as the form has it, in GeoJSON or WKT; null where it is not one yet. */
export function readArea(text: string): Area | null {
  const said = text.trim()
  if (!said) return null
  const rings = said.startsWith('{') ? fromJson(said) : fromWkt(said)
  return rings?.length && rings.every(sound) ? { type: 'Polygon', coordinates: rings } : null
}

/** Read "lng, lat". */
export function readPoint(text: string): [number, number] | null {
  const numbers = text.split(',').map(part => (part.trim() ? Number(part) : Number.NaN))
  const [lng, lat] = numbers
  if (numbers.length !== 2 || lng === undefined || lat === undefined) return null
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 85 ? [lng, lat] : null
}

/** Draw a circle of metres round a point. */
export function circle([lng, lat]: [number, number], radius: number): Area {
  const ring: Ring = []
  for (let turn = 0; turn <= CORNERS; turn++) {
    const angle = (2 * Math.PI * (turn % CORNERS)) / CORNERS
    const north = (radius * Math.cos(angle)) / EARTH / DEGREE
    const east = (radius * Math.sin(angle)) / EARTH / DEGREE / Math.cos(lat * DEGREE)
    ring.push([lng + east, lat + north])
  }
  return { type: 'Polygon', coordinates: [ring] }
}

/** Measure it in square metres, near enough to say whether it is within the limits. */
export function squareMetres(area: Area): number {
  const [outer, ...holes] = area.coordinates.map(ringArea)
  return Math.abs(outer ?? 0) - holes.reduce((sum, hole) => sum + Math.abs(hole), 0)
}

function ringArea(ring: Ring): number {
  let sum = 0
  for (const [index, [lng, lat]] of ring.entries()) {
    const [nextLng, nextLat] = ring[(index + 1) % ring.length]!
    sum += (nextLng - lng) * DEGREE * (2 + Math.sin(lat * DEGREE) + Math.sin(nextLat * DEGREE))
  }
  return (sum * EARTH * EARTH) / 2
}

function fromJson(said: string): Ring[] | null {
  try {
    const told = JSON.parse(said) as { type?: string; geometry?: Area; coordinates?: Ring[] }
    const shape = told.type === 'Feature' ? told.geometry : told
    return shape?.type === 'Polygon' && Array.isArray(shape.coordinates) ? shape.coordinates : null
  } catch {
    return null // still being typed
  }
}

function fromWkt(said: string): Ring[] | null {
  const found = /^POLYGON\s*\(\s*(\(.*\))\s*\)$/is.exec(said)
  if (!found) return null
  return [...found[1]!.matchAll(/\(([^()]*)\)/g)].map(([, inside]) =>
    inside!
      .split(',')
      .map(pair => pair.trim().split(/\s+/).slice(0, 2).map(Number) as [number, number]),
  )
}

function sound(ring: Ring): boolean {
  return (
    ring.length >= 4 && ring.every(corner => corner.length >= 2 && corner.every(Number.isFinite))
  )
}
