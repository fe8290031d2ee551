// @vitest-environment jsdom

import { expect, test } from 'vitest'
import { PartFields } from './part'
import { clock, secondsOf } from './points'

test('points are read as people write them', () => {
  expect(secondsOf('45')).toBe(45)
  expect(secondsOf(' 2:03')).toBe(123)
  expect(secondsOf('1:02:03')).toBe(3723)
  for (const words of ['', 'soon', '1:99', '-1', '1:2:3:4']) expect(secondsOf(words)).toBeNull()
  expect([5, 123, 3723].map(clock)).toEqual(['0:05', '2:03', '1:02:03'])
})

test('what is not a part is told apart from the whole', () => {
  const fields = new PartFields(90.4, name => name, 'film.mp4')
  const [from, until] = fields.element.querySelectorAll('input')
  if (!from || !until) throw new Error('two points')
  expect(fields.read()).toBeUndefined()
  from.value = '0:10'
  expect(fields.read()).toEqual({ from: 10, until: 90.4 })
  until.value = '0:05'
  expect(fields.read()).toBeNull()
  from.value = 'soon'
  expect(fields.read()).toBeNull()
})
