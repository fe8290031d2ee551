import { expect, it } from 'vitest'
import { outlines } from './outlines'

const RING = [
  [0, 0],
  [0.0100000001, 0],
  [0.01, 0.01],
  [0, 0],
]
const POLYGON = { type: 'Polygon', coordinates: [RING] }

it('finds polygons wherever GeoJSON may have them', () => {
  for (const told of [
    POLYGON,
    { type: 'MultiPolygon', coordinates: [[RING]] },
    { type: 'Feature', geometry: POLYGON },
    { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: POLYGON }] },
    { type: 'GeometryCollection', geometries: [POLYGON] },
  ])
    expect(outlines(JSON.stringify(told))).toEqual([
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [0.01, 0],
            [0.01, 0.01],
            [0, 0],
          ],
        ],
      },
    ])
})

it('finds none in what is none', () => {
  for (const text of [
    '',
    '{',
    'null',
    '3',
    '{"type":"Point","coordinates":[0,0]}',
    '{"type":"Polygon"}',
  ])
    expect(outlines(text)).toEqual([])
})
