/** A call for service as the API tells of it. */

import type { Feature, FeatureCollection, Point } from 'geojson'
import type { LngLat } from '../geo'
import type { Outcome } from './helped'
import type { KeptClip, KeptStill, Looking } from './kept'
import type { Asked } from './owners'

export interface CallFacts {
  id: string
  number: string
  kind: string
  priority: number
  summary: string
  address: string
  units: string[]
  radius: number
  state: 'open' | 'closed' | 'needs_location'
  purpose: string
  provisional: boolean
  exigent: boolean
  reported_at: string
  changed_at: string
  /** Told of one call to those who respond to it. */
  live?: Looking[]
  stills?: KeptStill[]
  clips?: KeptClip[]
  /** The page of all that is kept for it, for whoever may read it. */
  evidence?: string | null
  asked?: Asked[]
  /** Of a panic alarm: until when it opens what owners said. */
  panic_until?: string | null
  /** Of a closed call: what came of it. */
  outcome?: Outcome
  /** How many cameras see it, for this reader; counted by the server. */
  sight?: { see: number; may: number; ask: number } | null
}

export type CallFeature = Feature<Point | null, CallFacts>
export type CallList = FeatureCollection<Point | null, CallFacts> & { next: string | null }

export interface Call extends CallFacts {
  place: LngLat | null
}

export function readCall(feature: CallFeature): Call {
  const place = feature.geometry?.coordinates
  return { ...feature.properties, place: place ? [place[0]!, place[1]!] : null }
}

/** "shots_heard" is how a machine says "Shots heard". */
export function kindWords(kind: string): string {
  const words = kind.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
