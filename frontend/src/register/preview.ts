/** What the server's engine says a camera there sees, in its own words. */

import type { MultiPolygon, Polygon } from 'geojson'
import type { LngLat } from '../geo'
import type { Fields } from './fields'

export interface Question {
  position: LngLat
  preset: string
  azimuth: number | null
  hfov: number
  range: number
  height: number | null
  indoor: boolean
}

export interface Preview {
  in_bounds: boolean
  /** Where the camera is taken to hang: outside of the wall its pin stood in. */
  position: LngLat
  moved_m: number
  indoors: boolean
  sees: MultiPolygon | null
  reach: MultiPolygon | null
  wedge: Polygon | null
}

export interface Words {
  outside: string
  moved: string
  indoors: string
  inside: string
  turnless: string
}

const NOTED = 0.5 // metres: less is the width of the pin

export function questionOf(fields: Fields): Question | null {
  const position = fields.place
  if (!position) return null
  const { hfov, range } = fields.sight
  const { preset, azimuth, height, indoor } = fields
  return { position, preset, azimuth, hfov, range, height, indoor }
}

/** What has to be said about an answer, if anything. */
export function noteOn(preview: Preview, question: Question, words: Words): string {
  if (!preview.in_bounds) return words.outside
  if (preview.indoors) return question.indoor ? words.inside : words.indoors
  if (preview.moved_m >= NOTED) {
    return words.moved.replace('{metres}', String(Math.round(preview.moved_m * 10) / 10))
  }
  return question.azimuth === null ? words.turnless : ''
}
