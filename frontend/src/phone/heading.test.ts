import { expect, test } from 'vitest'
import { type Held, lookOf } from './heading'

const held = (alpha: number | null, beta: number | null, gamma: number | null): Held => ({
  alpha,
  beta,
  gamma,
  absolute: true,
})

test.each([
  [0, 0], // upright, its back to the north
  [90, 270], // turned a quarter to the left: west
  [270, 90],
  [180, 180],
])('a phone held upright and turned by %d looks to %d', (alpha, heading) => {
  const look = lookOf(held(alpha, 90, 0))
  expect(look?.heading).toBeCloseTo(heading)
  expect(look?.tilt).toBeCloseTo(0)
})

test('a phone leaned back looks down, and still the same way', () => {
  const look = lookOf(held(270, 60, 0))
  expect(look?.heading).toBeCloseTo(90)
  expect(look?.tilt).toBeCloseTo(30)
})

test('a phone on its side looks the way its back points', () => {
  // On its left edge, facing the reader: rolled by -90 about its own long side.
  expect(lookOf(held(0, 0, -90))?.heading).toBeCloseTo(90)
})

test('a phone flat on the table looks nowhere along the ground', () => {
  expect(lookOf(held(45, 0, 0))).toEqual({ heading: null, tilt: 90 })
})

test('without a compass there is no heading', () => {
  expect(lookOf({ ...held(45, 90, 0), absolute: false })?.heading).toBeNull()
  expect(lookOf(held(null, null, null))).toBeNull()
})

test('Safari says the compass itself', () => {
  expect(lookOf({ ...held(0, 80, 0), absolute: false, webkitCompassHeading: 123 })?.heading).toBe(
    123,
  )
})
