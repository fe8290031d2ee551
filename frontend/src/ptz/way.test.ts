import { expect, test } from 'vitest'
import type { Limits } from './hand'
import { type Step, step } from './way'

const ROUND: Limits = { pan: [-180, 180], tilt: [-10, 90], zoom: [1, 20] }
const HALF: Limits = { pan: [-90, 90], tilt: [0, 45], zoom: [1, 4] }
const at = (pan: number, tilt = 10, zoom = 1, hfov = 60) => ({ pan, tilt, zoom, hfov })

test.each<[Step, { pan: number; tilt: number; zoom: number }]>([
  ['left', { pan: -20, tilt: 10, zoom: 2 }],
  ['right', { pan: 20, tilt: 10, zoom: 2 }],
  ['up', { pan: 0, tilt: -5, zoom: 2 }],
  ['down', { pan: 0, tilt: 25, zoom: 2 }],
  ['in', { pan: 0, tilt: 10, zoom: 3 }],
])('one step %s', (by, way) => {
  expect(step(at(0, 10, 2), ROUND, by)).toEqual(way)
})

test('a head that turns full circle goes on past its back', () => {
  expect(step(at(170), ROUND, 'right').pan).toBe(-170)
  expect(step(at(-170), ROUND, 'left').pan).toBe(170)
})

test('another stops at its limits', () => {
  expect(step(at(85), HALF, 'right').pan).toBe(90)
  expect(step(at(0, 40), HALF, 'down').tilt).toBe(45)
  expect(step(at(0, 10, 3), HALF, 'in').zoom).toBe(4)
  expect(step(at(0, 10, 1), HALF, 'out').zoom).toBe(1)
})
