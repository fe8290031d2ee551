/** Find a place by what people call it or by its coordinates, or a camera by its number. */

import type { FeatureCollection, Point } from 'geojson'
import type { Api } from '../api'
import { type LngLat, readPlace } from '../geo'

export interface Place {
  name: string
  place: LngLat
}

type Found = FeatureCollection<Point | null, { name?: string; address?: string; number?: number }>

const CAMERA = /^c?\s*(\d{1,7})$/i

export async function findPlaces(api: Api, words: string): Promise<Place[]> {
  if (!words) return []
  const spot = readPlace(words)
  if (spot) return [{ name: words, place: spot }]
  const camera = CAMERA.exec(words)?.[1]
  const path = camera
    ? `/api/cameras?number=${camera}`
    : `/api/places/search?${new URLSearchParams({ q: words })}`
  const found = await api.get<Found>(path)
  return found.features.flatMap(({ geometry, properties }) =>
    geometry
      ? [
          {
            name: properties.name || properties.address || `Camera ${properties.number}`,
            place: [geometry.coordinates[0]!, geometry.coordinates[1]!] as const,
          },
        ]
      : [],
  )
}
