import { expect, test } from 'vitest'
import { metres } from '../geo'
import {
  away,
  compass,
  edge,
  keyed,
  nudged,
  placeOf,
  pulled,
  type Sight,
  towards,
  wedge,
} from './sight'

const HERE = [-84.5, 38.04] as const
const LIMITS = { hfov: [10, 360], range: [5, 150] } as const
const SIGHT: Sight = { azimuth: 350, hfov: 80, range: 40 }

test('a place so far away is so far away, in that direction', () => {
  for (const bearing of [0, 45, 137, 270, 359]) {
    const there = towards(HERE, bearing, 120)
    expect(metres(HERE, there)).toBeCloseTo(120, 1)
    expect(away(HERE, there).bearing).toBeCloseTo(bearing, 3)
    expect(away(HERE, there).metres).toBeCloseTo(120, 3)
  }
})

test('the way across the antimeridian is the short one', () => {
  const there = towards([179.9999, -17], 90, 60)
  expect(away([179.9999, -17], [there[0] - 360, there[1]]).metres).toBeCloseTo(60, 3)
})

test('the edges of a view across north lie on both sides of it', () => {
  expect(edge(SIGHT, 'left')).toBe(310)
  expect(edge(SIGHT, 'right')).toBe(30)
})

test('every handle pulled to where it stands changes nothing', () => {
  for (const handle of ['tip', 'left', 'right'] as const) {
    const same = pulled(handle, placeOf(handle, HERE, SIGHT), HERE, SIGHT, LIMITS)
    expect(same.azimuth).toBeCloseTo(350, 3)
    expect(same.hfov).toBeCloseTo(80, 3)
    expect(same.range).toBeCloseTo(40, 3)
  }
})

test('the tip turns and lengthens, and stops at the limits', () => {
  const pull = (metres: number) => pulled('tip', towards(HERE, 90, metres), HERE, SIGHT, LIMITS)
  expect(pull(60).azimuth).toBeCloseTo(90, 3)
  expect(pull(60).range).toBeCloseTo(60, 3)
  expect(pull(900).range).toBe(150)
  expect(pull(1).range).toBe(5)
})

test('one edge moves and the other stays', () => {
  const wider = pulled('right', towards(HERE, 50, 30), HERE, SIGHT, LIMITS)
  expect(wider.hfov).toBeCloseTo(100, 3)
  expect(edge(wider, 'left')).toBeCloseTo(310, 3)
  const left = pulled('left', towards(HERE, 290, 30), HERE, SIGHT, LIMITS)
  expect(left.hfov).toBeCloseTo(100, 3)
  expect(edge(left, 'right')).toBeCloseTo(30, 3)
})

test('an edge pulled over the other stops there and does not swing round', () => {
  let sight = SIGHT
  for (let bearing = 30; bearing > -80; bearing -= 5) {
    sight = pulled('right', towards(HERE, bearing, 30), HERE, sight, LIMITS)
  }
  expect(sight.hfov).toBe(10)
  expect(edge(sight, 'left')).toBeCloseTo(310, 3)
})

test('an edge pulled all the way round opens the whole circle and no more', () => {
  let sight = SIGHT
  for (let bearing = 30; bearing < 360; bearing += 20) {
    sight = pulled('right', towards(HERE, bearing, 30), HERE, sight, LIMITS)
  }
  expect(sight.hfov).toBe(360)
})

test('keys turn by three degrees, with Shift by fifteen', () => {
  const key = (handle: 'tip' | 'left' | 'right', name: string, far = false) =>
    keyed(handle, name, far, SIGHT, LIMITS)
  expect(key('tip', 'ArrowRight')?.azimuth).toBe(353)
  expect(key('tip', 'ArrowRight', true)?.azimuth).toBe(5)
  expect(key('tip', 'ArrowUp')?.range).toBe(42)
  expect(key('left', 'ArrowLeft')).toMatchObject({ hfov: 83, azimuth: 348.5 })
  expect(key('right', 'ArrowLeft', true)).toMatchObject({ hfov: 65, azimuth: 342.5 })
  expect(key('tip', 'Tab')).toBeNull()
  expect(key('left', 'Enter')).toBeNull()
})

test('a key moves the pin by a metre', () => {
  const north = nudged(HERE, 'ArrowUp', false)!
  expect(away(HERE, north)).toMatchObject({ bearing: 0 })
  expect(away(HERE, north).metres).toBeCloseTo(1, 3)
  expect(away(HERE, nudged(HERE, 'ArrowLeft', true)!).metres).toBeCloseTo(5, 3)
  expect(nudged(HERE, 'Enter', false)).toBeNull()
})

test('a wedge begins and ends at the camera, a circle does not', () => {
  const ring = wedge(HERE, SIGHT)
  expect(ring[0]).toEqual([...HERE])
  expect(ring.at(-1)).toEqual([...HERE])
  const whole = wedge(HERE, { ...SIGHT, hfov: 360 })
  expect(whole[0]).toEqual(whole.at(-1))
  for (const [lng, lat] of whole) expect(metres(HERE, [lng!, lat!])).toBeCloseTo(40, 1)
})

test('a compass has no minus and no 360', () => {
  expect([-1, 360, 725].map(compass)).toEqual([359, 0, 5])
})
