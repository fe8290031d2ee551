import { expect, test } from 'vitest'
import type { Block, Site } from './told'
import { amount, block, looking, money, where } from './words'

const SITE = { source: 'lamp', name: '', street: '', azimuth: 315 } as Site
const LEFT = { street: 100, area: 4000, demand: 8 }

test('demand is told as a share of what is left of it', () => {
  const gain = { street: 12.4, area: 1234.5, demand: 2 }
  expect(amount('street', gain, LEFT)).toBe('12 m')
  expect(amount('area', gain, LEFT)).toBe('1,235 m²')
  expect(amount('demand', gain, LEFT)).toBe('25.0 %')
  expect(amount('demand', gain, { ...LEFT, demand: 0 })).toBe('0.0 %')
})

test('small sums keep their cents', () => {
  expect(money(8.7, 'USD')).toBe('$8.70')
  expect(money(13700, 'EUR')).toBe('€13,700')
})

test('a site says what carries it and where it looks', () => {
  expect(where(SITE)).toBe('Street lamp')
  expect(where({ ...SITE, name: 'L 12', street: 'Elm Street' })).toBe(
    'Street lamp, L 12, Elm Street',
  )
  expect(block({ streets: ['Elm Street', 'Oak Street'] } as Block, 3)).toBe(
    '3. Elm Street and Oak Street',
  )
  expect(looking(SITE)).toBe('NW, 315°')
  expect(looking({ ...SITE, azimuth: null })).toBe('all round')
})
