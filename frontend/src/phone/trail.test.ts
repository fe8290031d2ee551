import type { Feature, FeatureCollection } from 'geojson'
import type { Map as MapLibre } from 'maplibre-gl'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Api } from '../api'
import { Problem } from '../api'
import { Trail, trailLayers, worded } from './trail'

const last = (silent: boolean): Feature => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [1, 2] },
  properties: { part: 'last', kind: 'uav', silent, at: '2026-05-03T14:02:00Z' },
})
let drawn: Feature[] = []
const map = {
  getSource: () => ({
    setData: (data: FeatureCollection) => {
      drawn = data.features
    },
  }),
} as unknown as MapLibre
const asked: string[] = []
let answer: () => FeatureCollection | null = () => null

function api(): Api {
  const ask = async (path: string) => {
    asked.push(path)
    return answer()
  }
  return { get: ask, poll: ask, send: ask } as unknown as Api
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', { hidden: false })
  asked.length = 0
  drawn = []
  answer = () => ({ type: 'FeatureCollection', features: [last(false)] })
})

test('a silent camera is said to be last seen, a live one is not', () => {
  expect(worded(last(true)).properties?.words).toMatch(/^last seen /)
  expect(worded(last(false)).properties?.words).toBe('')
})

test('what is looked at is asked for with its call, and drawn beside the phones', async () => {
  const trail = new Trail(map, api())
  trail.keep([last(true)])
  trail.heat('7', 'c')
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toEqual(['/api/cameras/7/trail?incident=c'])
  expect(drawn).toHaveLength(2)
  trail.heat(null, 'c')
  expect(drawn).toHaveLength(1)
})

test('nothing new leaves what is drawn; what is gone is no longer asked for', async () => {
  const trail = new Trail(map, api())
  trail.heat('7', null)
  await vi.advanceTimersByTimeAsync(0)
  answer = () => null
  await vi.advanceTimersByTimeAsync(3000)
  expect(drawn).toHaveLength(1)
  answer = () => {
    throw new Problem(404, 'Not found')
  }
  await vi.advanceTimersByTimeAsync(3000)
  expect(drawn).toHaveLength(0)
  asked.length = 0
  await vi.advanceTimersByTimeAsync(9000)
  expect(asked).toEqual([])
})

test('every layer is drawn from the trail', () => {
  for (const layer of trailLayers('dark')) expect('source' in layer && layer.source).toBe('trail')
})
