/** How a player keeps up. */

import { describe, expect, it } from 'vitest'
import { Chase } from './chase'

describe('a chase', () => {
  const first = (now: number, start: number, end: number) => new Chase().next(now, start, end)

  it('jumps to what is there at first', () => {
    expect(first(0, 40, 42).jump).toBeCloseTo(41.9)
  })

  it('jumps when it was left far behind, as after a hidden tab', () => {
    expect(first(40, 39, 42).jump).toBeCloseTo(41.9)
  })

  it('jumps over a gap a camera left', () => {
    expect(first(30, 60, 60.04)).toEqual({ jump: 60 })
  })

  it('plays faster when a little behind, and as filmed again once it is not', () => {
    const chase = new Chase()
    expect(chase.next(41.6, 40, 42).rate).toBeCloseTo(1.3)
    expect(chase.next(41.8, 40, 42)).toEqual({})
    expect(chase.next(41.85, 40, 42)).toEqual({ rate: 1 })
    expect(chase.next(41.95, 40, 42)).toEqual({ rate: 0.9 })
  })

  it('keeps more in hand of a camera whose pictures ran out, and never too much', () => {
    const chase = new Chase()
    for (let end = 1; end < 20; end++) chase.next(end - 1, 0, end)
    expect(chase.next(15, 0, 21).jump).toBeCloseTo(20.7)
    expect(new Chase().next(15, 0, 21).jump).toBeCloseTo(20.9)
  })

  it('does not throw away what it has for a clock that stopped a little late', () => {
    const chase = new Chase()
    chase.next(0.95, 0, 1)
    expect(chase.next(1.12, 0, 1.07).jump).toBeUndefined()
  })
})
