import { expect, test } from 'vitest'
import { chips, type Deltas, estimate, percent, signed } from './deltas'

const NONE = { amount: 0, share: null }
const DELTAS: Deltas = {
  area: { amount: 1200, share: 0.0412 },
  public: NONE,
  street: { amount: -310.4, share: -0.02 },
  demand: NONE,
  estimate: { area: { amount: 900, share: 0.03 }, street: { amount: -200, share: -0.01 } },
  twice_m2: 0,
  overlaps: 3,
  cells: { gained: 30, lost: 2, better: 0, worse: 0 },
  cameras: { added: 1, changed: 0, removed: 0 },
}

test('a difference is told in points, metres and cameras', () => {
  const told = chips(DELTAS).map(chip => `${chip.words} (${chip.look})`)
  expect(told).toEqual(['+4.1 % area (more)', '−310 m street (less)', 'overlaps 3 (same)'])
})

test('demand is told where the study weighs it', () => {
  const weighed = { ...DELTAS, demand: { amount: 3, share: 0.005 } }
  expect(chips(weighed).map(chip => chip.name)).toContain('demand')
})

test('little is told in hundredths, nothing has no sign', () => {
  expect(percent({ amount: 4, share: 0.0004 })).toBe('+0.04 %')
  expect(percent({ amount: 0, share: 0 })).toBe('±0.0 %')
  expect(signed(-0.2)).toBe('±0')
  expect(signed(12345)).toBe('+12,345')
})

test('what is estimated with private cameras is said to be', () => {
  expect(estimate(DELTAS, 2)).toContain('estimated from what 2 blocks say')
  expect(estimate(DELTAS, 0)).toContain('left out')
})
