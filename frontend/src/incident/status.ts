/** What state a camera's picture is in, as a word, a look and a reason. */

import { age, freshness, stopwatch } from '../age'
import { type Camera, viewable } from './camera'

export type Look = 'waiting' | 'live' | 'aging' | 'stale' | 'offline' | 'locked'

export interface Status {
  look: Look
  /** A word or an age, short enough for a thumbnail. */
  words: string
  reason: string
}

/** What media last said of a camera; overrides what the first answer told. */
export interface Heard {
  state: string | null
  capturedAt: number | null
  reason: string
  refused: boolean
}

/** `drawn`: whether there is a picture to look at; a camera may be live before its first one is here. */
export function statusOf(
  camera: Camera,
  heard: Heard | undefined,
  drawn: boolean,
  now: number,
): Status {
  if (!viewable(camera) || heard?.refused) {
    return {
      look: 'locked',
      words: camera.access === 'request_only' ? 'ask' : 'locked',
      reason: heard?.refused ? heard.reason : camera.accessReason,
    }
  }
  const state = heard?.state ?? camera.state
  const capturedAt = heard?.capturedAt ?? camera.capturedAt
  if (state === 'offline') {
    const last = capturedAt === null ? '' : `, last picture ${age(capturedAt, now)} ago`
    return { look: 'offline', words: 'offline', reason: `${heard?.reason || 'no answer'}${last}` }
  }
  const fresh = freshness(capturedAt, now)
  if (capturedAt === null || !drawn) {
    return { look: 'waiting', words: 'waiting', reason: heard?.reason ?? '' }
  }
  if (fresh === 'stale') {
    const words = `STALE ${stopwatch(capturedAt, now)}`
    return { look: 'stale', words, reason: heard?.reason ?? '' }
  }
  if (fresh === 'aging') return { look: 'aging', words: age(capturedAt, now), reason: '' }
  return { look: 'live', words: 'live', reason: '' }
}

/** "28 in reach, 13 see the point, 2 stale, 1 offline" */
export function tally(cameras: Camera[], statuses: Map<string, Status>): string[] {
  const count = (look: Look) =>
    cameras.filter(camera => statuses.get(camera.id)?.look === look).length
  const see = cameras.filter(camera => camera.sees === 'point').length
  const may = cameras.filter(camera => camera.sees === 'may' || camera.sees === 'turn').length
  return [
    `${cameras.length} in reach`,
    see === 1 ? '1 sees the point' : `${see} see the point`,
    ...(may ? [`${may} may`] : []),
    ...(['stale', 'offline', 'locked'] as const).flatMap(look =>
      count(look) ? [`${count(look)} ${look}`] : [],
    ),
  ]
}
