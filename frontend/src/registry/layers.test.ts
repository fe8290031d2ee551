import { expect, test } from 'vitest'
import { type Facts, features } from './layers'

const FACTS: Facts = {
  chosen: 'b',
  waiting: [
    { id: 'a', number: 1, at: [0, 0] },
    { id: 'b', number: 2, at: [1, 0] },
  ],
  near: [{ number: 7, at: [1, 0.1] }],
  sees: { type: 'MultiPolygon', coordinates: [] },
}

test('the chosen one is drawn last, over what is near it and what it sees', () => {
  const drawn = features(FACTS).features.map(each => each.properties?.what)
  expect(drawn).toEqual(['sees', 'near', 'waiting', 'chosen'])
})

test('a registration that is not drawn yet has no field of view', () => {
  const { features: drawn } = features({ ...FACTS, sees: null })
  expect(drawn.map(each => each.properties?.what)).not.toContain('sees')
})
