/** The outlines a form says, in GeoJSON of any kind that holds polygons. */

import { type Area, readArea } from '../requests/area'

interface Told {
  type?: string
  geometry?: Told
  features?: Told[]
  geometries?: Told[]
  coordinates?: unknown[]
}

/** Corners are rounded to a centimetre: whoever draws takes no more digits. */
export function outlines(text: string): Area[] {
  try {
    return polygons(JSON.parse(text) as Told | null).flatMap(coordinates => {
      const area = readArea(JSON.stringify({ type: 'Polygon', coordinates }, rounded))
      return area ? [area] : []
    })
  } catch {
    return [] // still being typed
  }
}

function polygons(told: Told | null): unknown[] {
  switch (told?.type) {
    case 'FeatureCollection':
      return (told.features ?? []).flatMap(polygons)
    case 'GeometryCollection':
      return (told.geometries ?? []).flatMap(polygons)
    case 'Feature':
      return polygons(told.geometry ?? null)
    case 'MultiPolygon':
      return told.coordinates ?? []
    case 'Polygon':
      return [told.coordinates]
    default:
      return []
  }
}

function rounded(_name: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toFixed(7)) : value
}
