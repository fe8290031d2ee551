import { describe, expect, it } from 'vitest'
import { colour, edges, ground } from './layers'
import { signs } from './legend'
import { blues, REASONS } from './palette'
import { SHOWS } from './state'

const DORI = ['Detect', 'Observe', 'Recognise', 'Identify']
const LONG = [
  'Overview',
  'Outline',
  'Discern',
  'Perceive',
  'Characterise',
  'Validate',
  'Scrutinise',
]

describe('the layers of a study', () => {
  it('have each an id of its own, in whatever is shown', () => {
    for (const show of SHOWS)
      for (const theme of ['dark', 'light'] as const) {
        const ids = [...ground(show, DORI, theme), ...edges(theme)].map(layer => layer.id)
        expect(new Set(ids).size).toBe(ids.length)
      }
  })

  it('give each level of either scheme a blue of its own', () => {
    for (const levels of [DORI, LONG]) {
      expect(new Set(blues(levels.length)).size).toBe(levels.length)
      expect(JSON.stringify(colour('level', levels))).toContain(blues(levels.length).at(-1))
    }
  })

  it('hatch each reason otherwise, and the legend says the same', () => {
    const [, gap] = ground('reason', DORI, 'dark')
    for (const { code, words } of REASONS) {
      expect(JSON.stringify(gap)).toContain(`"reason-${code}"`)
      expect(signs('reason', DORI)).toContainEqual({ look: code, words })
    }
  })

  it('say in the legend what is seen, from nothing to all', () => {
    expect(signs('level', LONG).map(sign => sign.words)).toEqual([
      'Below all levels',
      ...LONG,
      'Street not seen',
    ])
    expect(signs('overlap', DORI)[0]!.words).toBe('No camera')
  })
})
