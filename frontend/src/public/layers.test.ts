import { describe, expect, it } from 'vitest'
import { POINTS, publicLayers, SOURCE } from './layers'

describe('the public map', () => {
  it('draws sums far out and points nearer, from one source', () => {
    const drawn = publicLayers('dark').map(
      layer => 'source-layer' in layer && layer['source-layer'],
    )
    expect(new Set(drawn)).toEqual(new Set(['agg_public', POINTS]))
    for (const layer of publicLayers('light')) {
      expect('source' in layer && layer.source).toBe(SOURCE)
      if ('source-layer' in layer && layer['source-layer'] === POINTS) {
        expect(layer.minzoom).toBeGreaterThanOrEqual(12)
      } else {
        expect(layer.maxzoom).toBe(12)
      }
    }
  })
})
