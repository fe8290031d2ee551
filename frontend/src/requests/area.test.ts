import { describe, expect, it } from 'vitest'
import { circle, readArea, readPoint, squareMetres } from './area'

const SQUARE = '{"type":"Polygon","coordinates":[[[0,0],[0.01,0],[0.01,0.01],[0,0.01],[0,0]]]}'

describe('the area of a request', () => {
  it('is read from GeoJSON and from WKT alike', () => {
    const wkt = 'POLYGON ((0 0, 0.01 0, 0.01 0.01, 0 0.01, 0 0))'
    expect(readArea(wkt)).toEqual(readArea(SQUARE))
    expect(readArea(`{"type":"Feature","geometry":${SQUARE}}`)).toEqual(readArea(SQUARE))
  })

  it('is not there while it is being typed', () => {
    for (const text of [
      '',
      '{"type":',
      'POLYGON ((0 0',
      'POINT (1 2)',
      '{"type":"Polygon"}',
      'POLYGON ((0 0, 1 x))',
    ])
      expect(readArea(text)).toBeNull()
  })

  it('is measured as it lies on the earth', () => {
    expect(squareMetres(readArea(SQUARE)!) / 1e6).toBeCloseTo(1.236, 2)
    expect(squareMetres(circle([-84.5, 38.04], 200)) / (Math.PI * 200 ** 2)).toBeCloseTo(1, 2)
  })

  it('takes a point as longitude and latitude', () => {
    expect(readPoint('-84.5, 38.04')).toEqual([-84.5, 38.04])
    for (const text of ['', '1', '38.04, x', '1,2,3', '0, 91', ','])
      expect(readPoint(text)).toBeNull()
  })
})
