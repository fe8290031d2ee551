import { expect, test } from 'vitest'
import type { Call } from '../incident/call'
import { hear, matching, NONE, settle, sightWords } from './rows'

function call(id: string, more: Partial<Call> = {}): Call {
  return {
    id,
    number: `26-${id}`,
    kind: 'shots_heard',
    priority: 3,
    summary: '',
    address: '12 Vine Street',
    units: [],
    radius: 150,
    state: 'open',
    purpose: 'call_for_service',
    provisional: false,
    exigent: false,
    reported_at: '2026-11-22T10:00:00Z',
    changed_at: '2026-11-22T10:00:00Z',
    place: [-84.5, 38.04],
    ...more,
  }
}

const ids = (rows: { call: Call }[]) => rows.map(row => row.call.id)

test('new calls wait and no row moves', () => {
  const first = settle(hear(NONE, [call('a'), call('b')]))
  const urgent = call('c', { priority: 1 })
  const second = hear(first, [urgent, call('b'), call('a', { address: 'Elm Street' })])
  expect(ids(second.rows)).toEqual(ids(first.rows))
  expect(second.rows.find(row => row.call.id === 'a')?.call.address).toBe('Elm Street')
  expect(second.waiting).toEqual([urgent])
})

test('a closed call stays where it is until the reader asks', () => {
  const first = settle(hear(NONE, [call('a'), call('b'), call('c')]))
  const second = hear(first, [call('a'), call('c')])
  expect(ids(second.rows)).toEqual(ids(first.rows))
  expect(second.rows.filter(row => row.gone).map(row => row.call.id)).toEqual(['b'])
  expect(ids(settle(second).rows)).toEqual(['a', 'c'])
})

test('the urgent come first, of those the newest', () => {
  const old = '2026-11-22T09:00:00Z'
  const rows = settle(
    hear(NONE, [
      call('old', { reported_at: old }),
      call('new'),
      call('first', { priority: 1, reported_at: old }),
    ]),
  )
  expect(ids(rows.rows)).toEqual(['first', 'new', 'old'])
})

test('the filter takes words in any order, and priorities', () => {
  const rows = settle(
    hear(NONE, [call('a', { priority: 1 }), call('b', { address: 'Elm Street' })]),
  )
  expect(ids(matching(rows, 'vine shots'))).toEqual(['a'])
  expect(ids(matching(rows, 'p1'))).toEqual(['a'])
  expect(ids(matching(rows, ''))).toEqual(['a', 'b'])
})

test('what cameras see is said in words', () => {
  expect(sightWords(call('a', { sight: { see: 2, may: 1, ask: 3 } }))).toBe('2 see · 1 may · 3 ask')
  expect(sightWords(call('a', { sight: { see: 0, may: 0, ask: 0 } }))).toBe('none')
})
