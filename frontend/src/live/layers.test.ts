import type { FilterSpecification, Map as MapLibre } from 'maplibre-gl'
import { describe, expect, it } from 'vitest'
import { applyFilters } from './layers'

const ALL = { kinds: [], levels: [], fov: true }

describe('a call in focus', () => {
  it('takes away the dots of its cameras by number, and no anchor, which has none', () => {
    const set = filters({ call: 'c', cameras: [12, 7] })
    const others = ['all', ['!', ['in', ['to-number', ['id'], -1], ['literal', [12, 7]]]]]
    expect(set.get('camera_agency-dot')).toEqual(others)
    expect(set.get('camera_agency-letter')).toEqual(others)
    expect(set.get('camera_private-dot')).toBeNull()
    expect(set.get('fov-outline')).toBeNull()
  })
})

function filters(focus: { call: string; cameras: number[] }) {
  const set = new Map<string, FilterSpecification | null>()
  const map = {
    getLayer: () => ({}),
    setFilter: (layer: string, filter: FilterSpecification | null) => set.set(layer, filter),
    setLayoutProperty: () => undefined,
  }
  applyFilters(map as unknown as MapLibre, ALL, focus)
  return set
}
