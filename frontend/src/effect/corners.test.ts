import { expect, test } from 'vitest'
import { readCorners, writeCorners } from './corners'

test('what was drawn is read back to a metre, its last corner once', () => {
  const ring = [
    [-84.5000001, 38.04],
    [-84.49, 38.04],
    [-84.49, 38.05],
    [-84.5000001, 38.04],
  ]
  const words = writeCorners(ring)
  expect(words).toBe('-84.50000,38.04000 -84.49000,38.04000 -84.49000,38.05000')
  expect(readCorners(words)).toEqual([
    [-84.5, 38.04],
    [-84.49, 38.04],
    [-84.49, 38.05],
  ])
})

test('what is no list of corners is nothing yet', () => {
  expect(readCorners('')).toEqual([])
  expect(readCorners('1,2 3')).toEqual([])
  expect(readCorners('a,b')).toEqual([])
})
