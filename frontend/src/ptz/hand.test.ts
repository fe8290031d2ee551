// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Api } from '../api'
import { Hand } from './hand'

type Sent = [string, string, object, boolean?]

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function hand(fail = false) {
  const sent: Sent[] = []
  const lost: unknown[] = []
  const send = async (...words: Sent) => {
    sent.push(words)
    if (fail && sent.length > 1) throw new Error('gone')
    return { pan: 1, tilt: 2, zoom: 3, hfov: 4 }
  }
  const api = { send } as unknown as Api
  return { sent, lost, made: new Hand(api, 'c', 'i', reason => lost.push(reason)) }
}

test('a hand that turned is kept, and keeping it is no sign of life', async () => {
  const { sent, made } = hand()
  await made.turn({ preset: 'home' })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(sent).toEqual([
    ['POST', '/api/cameras/c/ptz', { incident: 'i', preset: 'home' }, false],
    ['POST', '/api/cameras/c/ptz', { incident: 'i' }, true],
  ])
})

test('it rests behind a hidden page', async () => {
  const { sent, made } = hand()
  await made.turn({ pan: 0, tilt: 0, zoom: 1 })
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toHaveLength(1)
})

test('let go it is not kept', async () => {
  const { sent, made } = hand()
  await made.letGo()
  expect(sent).toHaveLength(0)
  await made.turn({ at: [1, 2] })
  await made.letGo()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent.map(([method]) => method)).toEqual(['POST', 'DELETE'])
})

test('one that was taken off is told of once', async () => {
  const { lost, made } = hand(true)
  await made.turn({ at: [1, 2] })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(lost).toHaveLength(1)
  expect(made.holding).toBe(false)
})
