import { expect, test } from 'vitest'
import { readState, writeState } from './address'

const ID = '0b0c5c2e-6d3c-4e0d-9a35-0d9ac5a0f2aa'

test('an address survives being read and written', () => {
  const asked = `/incidents/${ID}?at=-84.49700,38.04600,16.50&radius=300&time=2026-05-03T14:02:00.000Z&cam=12`
  expect(writeState(readState(new URL(asked, 'http://here')), '')).toBe(asked)
})

test('what the address does not know stays in it', () => {
  const state = readState(new URL('/map?theme=light&kind=traffic,uav&fov=0', 'http://here'))
  expect(state.kinds).toEqual(['traffic', 'uav'])
  expect(writeState(state, '?theme=light')).toBe('/map?theme=light&kind=traffic,uav&fov=0')
})

test('nonsense in an address is left out', () => {
  const state = readState(new URL('/map?at=NaN,91,x&radius=-1&time=soon&cam=no', 'http://here'))
  expect(state).toMatchObject({ at: null, radius: null, time: '', camera: null })
})
