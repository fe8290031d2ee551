import { expect, test } from 'vitest'
import { type Column, pressed, sorted } from './sorting'
import { area, between, count, few, fine, metres, money, percent } from './words'

interface Row {
  name: string
  share: number | null
}

const COLUMNS: Column<Row>[] = [
  { key: 'name', label: 'Name', by: row => row.name },
  { key: 'share', label: 'Share', by: row => row.share },
]
const ROWS: Row[] = [
  { name: 'b', share: 0.2 },
  { name: 'C', share: null },
  { name: 'a', share: 0 },
]

test('a table is sorted by words and by numbers, and what is not known comes last', () => {
  const by = (key: string, down: boolean) =>
    sorted(ROWS, COLUMNS, { key, down }).map(row => row.name)
  expect(by('name', false)).toEqual(['a', 'b', 'C'])
  expect(by('share', false)).toEqual(['a', 'b', 'C'])
  expect(by('share', true)).toEqual(['b', 'a', 'C'])
  expect(by('none', true)).toEqual(['b', 'C', 'a'])
})

test('a column pressed again turns round', () => {
  const order = pressed({ key: 'name', down: false }, 'share', false)
  expect(order).toEqual({ key: 'share', down: true })
  expect(pressed(order, 'share', false)).toEqual({ key: 'share', down: false })
  expect(pressed(order, 'name', true)).toEqual({ key: 'name', down: false })
})

test('numbers are told in words a planner reads', () => {
  expect(percent(0.1234)).toBe('12.3 %')
  expect(percent(0.0004)).toBe('< 0.1 %')
  expect(percent(0)).toBe('0.0 %')
  expect(percent(null)).toBe('–')
  expect(between({ value: 0.5, low: 0.41, high: 0.6 })).toBe('41.0 to 60.0')
  expect(between({ value: 0.5 })).toBe('')
  expect(between(null)).toBe('')
  expect(metres(312.4)).toBe('312 m')
  expect(metres(12_300)).toBe('12.3 km')
  expect(area(950)).toBe('950 m²')
  expect(area(52_000)).toBe('5.2 ha')
  expect(area(3_210_000)).toBe('3.21 km²')
  expect(count(1234)).toBe('1,234')
  expect(few(1.26)).toBe('1.3')
  expect(fine(0.034)).toBe('0.03')
  expect(money(75.63, 'USD')).toBe('$75.63')
  expect(money(4500, 'EUR')).toBe('€4,500')
  expect(money(null, 'USD')).toBe('–')
})
