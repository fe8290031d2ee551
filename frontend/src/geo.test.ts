import { expect, test } from 'vitest'
import { metres, offset, readPlace, wind } from './geo'
import { fitZoom } from './incident/fit'

const HERE = [-84.5, 38.04] as const

test('a place to the north lies above, and to the right once the map is turned', () => {
  const place = [-84.5, 38.041] as const
  const up = offset({ center: HERE, zoom: 17, bearing: 0 }, place)
  expect(Math.abs(up.x)).toBeLessThan(0.01)
  expect(up.y).toBeLessThan(-50)
  const turned = offset({ center: HERE, zoom: 17, bearing: -90 }, place)
  expect(turned.x).toBeGreaterThan(50)
})

test('the fitted zoom brings 85 % of the cameras into the clearing', () => {
  const places = Array.from({ length: 20 }, (_, n) => {
    const turn = (2 * Math.PI * n) / 20
    const far = n < 17 ? 0.001 : 0.02
    return [HERE[0] + far * Math.sin(turn), HERE[1] + far * Math.cos(turn)] as const
  })
  const clear = { x: 0, y: 0, w: 700, h: 560 }
  const view = { center: HERE, zoom: fitZoom(HERE, places, clear), bearing: 0 }
  const inside = places.filter(place => {
    const at = offset(view, place)
    return Math.abs(at.x) <= clear.w / 2 && Math.abs(at.y) <= clear.h / 2
  })
  expect(inside.length).toBe(17)
})

test('a coordinate is read as people write it, latitude first', () => {
  expect(readPlace('38.04, -84.5')).toEqual([-84.5, 38.04])
  expect(readPlace('38.04 -84.5')).toEqual([-84.5, 38.04])
  expect(readPlace('91, 10')).toBeNull()
  expect(readPlace('12 Vine Street')).toBeNull()
})

test('a degree of latitude is 111 km, and 84 degrees is east', () => {
  expect(metres([0, 0], [0, 1]) / 1000).toBeCloseTo(111.2, 1)
  expect(wind(84)).toBe('E')
  expect(wind(359)).toBe('N')
})
