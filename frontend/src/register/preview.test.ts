import { expect, test } from 'vitest'
import { noteOn, type Preview, type Question } from './preview'

const WORDS = {
  outside: 'outside',
  moved: 'moved {metres}',
  indoors: 'drag it out',
  inside: 'inside',
  turnless: 'no direction',
}
const asked: Question = {
  position: [0, 0],
  preset: 'doorbell',
  azimuth: 90,
  hfov: 140,
  range: 10,
  height: null,
  indoor: false,
}
const told: Preview = {
  in_bounds: true,
  position: [0, 0],
  moved_m: 0,
  indoors: false,
  sees: null,
  reach: null,
  wedge: null,
}

test('what matters most is said, and nothing where all is well', () => {
  expect(noteOn(told, asked, WORDS)).toBe('')
  expect(noteOn({ ...told, moved_m: 0.83 }, asked, WORDS)).toBe('moved 0.8')
  expect(noteOn({ ...told, moved_m: 0.2 }, asked, WORDS)).toBe('')
  expect(noteOn({ ...told, indoors: true }, asked, WORDS)).toBe('drag it out')
  expect(noteOn({ ...told, indoors: true }, { ...asked, indoor: true }, WORDS)).toBe('inside')
  expect(noteOn(told, { ...asked, azimuth: null }, WORDS)).toBe('no direction')
  expect(noteOn({ ...told, in_bounds: false, moved_m: 3 }, asked, WORDS)).toBe('outside')
})
