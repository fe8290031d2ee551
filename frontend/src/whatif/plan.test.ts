import { expect, test } from 'vitest'
import { features } from './layers'
import { actOf, type Camera, type Change, called, fold, nextNew, put, without } from './plan'

const CAMERA: Camera = {
  ...{ id: 'a', number: 7, name: 'Corner', position: [0, 0], azimuth: 10, hfov: 90, range: 60 },
  ...{ height: 5, tilt: null, vfov: null, roll: 0, mount: 'pole', width_px: 1920 },
}
const ADDED: Change = { op: 'add', camera: 'new-1', values: { position: [1, 1] } }

function turn(azimuth: number, camera = 'a'): Change {
  return { op: 'turn', camera, values: { azimuth } }
}

test('acts are done one after another', () => {
  const drawn = fold([CAMERA], [turn(20), ADDED, turn(30, 'new-1'), turn(40)])
  expect(drawn.get('a')).toMatchObject({ azimuth: 40, hfov: 90, state: 'changed' })
  expect(drawn.get('new-1')).toMatchObject({ azimuth: 30, hfov: 90, state: 'new' })
})

test('a camera taken down is told as it stood, a new one is gone', () => {
  const down = (camera: string): Change => ({ op: 'remove', camera, values: {} })
  const drawn = fold([CAMERA], [turn(20), down('a'), ADDED, down('new-1')])
  expect([...drawn.values()]).toEqual([{ ...CAMERA, azimuth: 20, state: 'removed' }])
})

test('an act is named by what it changes', () => {
  const ops = [{ azimuth: 11 }, { hfov: 50, range: 20 }, { height: 9 }, { azimuth: 1, range: 20 }]
  expect(ops.map(after => actOf('a', CAMERA, after)?.op)).toEqual(['turn', 'lens', 'raise', 'set'])
  expect(actOf('a', CAMERA, { position: [0, 0], azimuth: 10 })).toBeNull()
})

test('the same done twice in a row is one act, and a camera can be left as it is', () => {
  const acts = put(put(put([], turn(20)), turn(30)), turn(1, 'b'))
  expect(acts).toEqual([turn(30), turn(1, 'b')])
  expect(without(acts, 'a')).toEqual([turn(1, 'b')])
})

test('a new camera has a name of its own', () => {
  expect(nextNew([turn(1), { ...ADDED, camera: 'new-3' }])).toBe('new-4')
  expect(called(CAMERA)).toBe('7 · Corner')
  expect(called({ ...CAMERA, id: 'new-3', number: null, name: 'Dome' })).toBe('Dome 3')
})

test('the chosen one shows its opening, the others only what they would see', () => {
  const view: GeoJSON.Polygon = { type: 'Polygon', coordinates: [] }
  const drawn = fold([CAMERA], [ADDED])
  const { features: shown } = features(drawn.values(), 'a', { 'new-1': view })
  expect(shown.map(each => `${each.properties?.part} ${each.properties?.id}`)).toEqual([
    ...['open a', 'seen new-1', 'camera a', 'camera new-1'],
  ])
})
