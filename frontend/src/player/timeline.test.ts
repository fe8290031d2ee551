/** Where moments stand on a time bar. */

import { describe, expect, it } from 'vitest'
import { around, holding, kept, length, paged, share, told } from './timeline'

const CALL = 1_800_000_000

describe('a time bar', () => {
  it('shows the call, ten minutes before it and twenty after', () => {
    expect(around(CALL, CALL + 7200)).toEqual([CALL - 600, CALL + 1200])
  })

  it('ends now while the call is young', () => {
    expect(around(CALL, CALL + 60)).toEqual([CALL - 600, CALL + 60])
    expect(around(CALL, CALL - 5)).toEqual([CALL - 605, CALL])
  })

  it('stays where it is while the moment is on it, and moves to hold one that is not', () => {
    const bar = [CALL, CALL + 1800] as const
    expect(holding(bar, CALL + 5)).toBe(bar)
    expect(holding(bar, CALL - 5)).toEqual([CALL - 605, CALL + 1195])
    expect(holding(bar, CALL + 1801)).toEqual([CALL + 601, CALL + 2401])
  })

  it('is paged by half of it, and not past the limits', () => {
    const limits = [CALL - 1000, CALL + 9000] as const
    expect(paged([CALL, CALL + 1800], 1, limits)).toEqual([CALL + 900, CALL + 2700])
    expect(paged([CALL, CALL + 1800], -2, limits)).toEqual([CALL - 1000, CALL + 800])
  })

  it('says in percent where a moment stands', () => {
    expect(share(CALL + 50, [CALL, CALL + 200])).toBe(25)
    expect(share(CALL - 50, [CALL, CALL + 200])).toBe(0)
  })
})

describe('a moment that is not kept', () => {
  const spans = [
    [10, 20],
    [30, 40],
  ] as const

  it('is skipped to the next that is', () => {
    expect([5, 15, 20, 35].map(at => kept(at, spans))).toEqual([10, 15, 30, 35])
    expect(kept(40, spans)).toBeNull()
  })
})

describe('words', () => {
  it('say how long', () => {
    expect([0, 59, 60, 65, 3600, 7800].map(length)).toEqual([
      '0 s',
      '59 s',
      '1 min',
      '1 min 5 s',
      '1 h',
      '2 h 10 min',
    ])
  })

  it('say how far from the call', () => {
    expect(told(CALL - 120, CALL)).toMatch(/, 2 min before the call$/)
    expect(told(CALL + 5, CALL)).toMatch(/, 5 s after the call$/)
    expect(told(CALL, CALL)).toMatch(/, at the call$/)
  })
})
