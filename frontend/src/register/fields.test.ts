// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { Fields } from './fields'

const PRESETS = {
  doorbell: { hfov: 160, range: 10, height: 1.3 },
  dome: { hfov: 110, range: 15, height: 3 },
}
const LIMITS = { hfov: [5, 360], range: [1, 200] } as const

function fields(): Fields {
  document.body.innerHTML = `<form>
    <input name="lng"><input name="lat"><input name="azimuth"><input name="hfov"><input name="range">
    <input type="radio" name="preset" value="doorbell" checked>
    <input type="radio" name="preset" value="dome">
    <select name="direction">
      ${['', 'n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'].map(wind => `<option>${wind}</option>`)}
    </select>
  </form>`
  return new Fields(document.querySelector('form')!, PRESETS, LIMITS)
}

test('a place is there once both its numbers are', () => {
  const form = fields()
  expect(form.place).toBeNull()
  form.write('lng', '0')
  expect(form.place).toBeNull()
  form.place = [-84.5, 38.04]
  expect(form.place).toEqual([-84.5, 38.04])
})

test('a sight without numbers has those of its preset', () => {
  const form = fields()
  expect(form.azimuth).toBeNull()
  expect(form.sight).toEqual({ azimuth: 0, hfov: 160, range: 10 })
  document.querySelector<HTMLInputElement>('[value=dome]')!.checked = true
  form.usePreset()
  expect(form.picked('hfov')).toBe('110')
})

test('degrees and winds follow each other', () => {
  const form = fields()
  form.turnTo('sw', true)
  expect(form.azimuth).toBe(225)
  form.sight = { azimuth: 359.7, hfov: 80, range: 20 }
  expect(form.picked('azimuth')).toBe('0')
  expect(form.picked('direction')).toBe('n')
  form.write('azimuth', '100')
  form.nameWind()
  expect(form.picked('direction')).toBe('e')
  form.turnTo('', true)
  expect(form.azimuth).toBeNull()
  form.write('direction', 's')
  form.turnTo('s', false)
  expect(form.picked('azimuth')).toBe('')
  expect(form.azimuth).toBe(180)
})

test('numbers beyond the limits are drawn at the limits', () => {
  const form = fields()
  form.write('hfov', '900')
  form.write('range', '-3')
  expect(form.sight).toMatchObject({ hfov: 360, range: 1 })
})
