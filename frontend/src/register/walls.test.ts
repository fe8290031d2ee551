import { expect, test } from 'vitest'
import type { LngLat } from '../geo'
import { towards } from './sight'
import { type Footprints, outward } from './walls'

const MIDDLE: LngLat = [-84.5, 38.04]

/** A house of ten metres, its walls to the four winds. */
const house: Footprints = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: {},
      geometry: {
        type: 'Polygon',
        coordinates: [[45, 135, 225, 315, 45].map(turn => [...towards(MIDDLE, turn, 7.07)])],
      },
    },
  ],
}

test('before a wall it looks away from the wall', () => {
  for (const side of [0, 90, 180, 270]) {
    expect(outward(towards(MIDDLE, side, 5.3), house)).toBeCloseTo(side, 0)
  }
})

test('a pin a little inside looks through the nearest wall, out of the house', () => {
  for (const side of [0, 90, 180, 270]) {
    expect(outward(towards(MIDDLE, side, 4.2), house)).toBeCloseTo(side, 0)
  }
})

test('in the open nobody knows', () => {
  expect(outward(towards(MIDDLE, 90, 60), house)).toBeNull()
  expect(outward(MIDDLE, { type: 'FeatureCollection', features: [] })).toBeNull()
})
