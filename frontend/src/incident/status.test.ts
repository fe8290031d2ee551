import { expect, test } from 'vitest'
import type { Camera } from './camera'
import { candidates } from './camera'
import { statusOf, tally } from './status'

const NOW = Date.parse('2026-11-22T12:00:00Z')

function camera(more: Partial<Camera> = {}): Camera {
  return {
    no: 1,
    id: 'a',
    number: 7,
    name: 'Main & Broad',
    kind: 'traffic',
    form: 'fixed',
    sees: 'point',
    distance: 34,
    bearing: 84,
    level: 'observe',
    why: 'faces the point',
    access: 'open',
    accessReason: '',
    place: [-84.5, 38.04],
    state: 'live',
    capturedAt: NOW - 1000,
    fieldOfView: null,
    ...more,
  }
}

test('a picture ages from live to amber to stale', () => {
  const after = (seconds: number) =>
    statusOf(camera({ capturedAt: NOW - seconds * 1000 }), undefined, true, NOW)
  expect(after(2)).toMatchObject({ look: 'live', words: 'live' })
  expect(after(16)).toMatchObject({ look: 'aging', words: '16 s' })
  expect(after(760)).toMatchObject({ look: 'stale', words: 'STALE 00:12:40' })
})

test('a camera is not live before its first picture is here', () => {
  expect(statusOf(camera(), undefined, false, NOW).look).toBe('waiting')
})

test('a locked camera says the exact missing condition', () => {
  const locked = camera({ access: 'condition_unmet', accessReason: 'opens from 08:00 until 18:00' })
  expect(statusOf(locked, undefined, true, NOW)).toEqual({
    look: 'locked',
    words: 'locked',
    reason: 'opens from 08:00 until 18:00',
  })
})

test('what media takes away is locked from then on', () => {
  const heard = { state: null, capturedAt: null, reason: 'the call is closed', refused: true }
  expect(statusOf(camera(), heard, true, NOW)).toMatchObject({
    look: 'locked',
    reason: 'the call is closed',
  })
})

test('an offline camera says since when', () => {
  const dead = camera({ state: 'offline', capturedAt: NOW - 240_000 })
  expect(statusOf(dead, undefined, true, NOW)).toMatchObject({
    look: 'offline',
    reason: 'no answer, last picture 4 min ago',
  })
})

test('the head of a call counts what there is', () => {
  const cameras = [
    camera({ id: 'a' }),
    camera({ id: 'b', sees: 'may' }),
    camera({ id: 'c', sees: 'near', state: 'offline' }),
  ]
  const statuses = new Map(cameras.map(each => [each.id, statusOf(each, undefined, true, NOW)]))
  expect(tally(cameras, statuses).join(', ')).toBe('3 in reach, 1 sees the point, 1 may, 1 offline')
})

test('those with pictures hang first, of the dark only those that see the point', () => {
  const cameras = [
    camera({ id: 'dark', state: 'offline' }),
    camera({ id: 'far', sees: 'near' }),
    camera({ id: 'shut', sees: 'near', access: 'request_only' }),
    camera({ id: 'ask', access: 'request_only' }),
  ]
  expect(candidates(cameras).map(each => each.id)).toEqual(['far', 'dark', 'ask'])
})
