import { describe, expect, it } from 'vitest'
import { words } from './asked'
import { heading } from './inview'
import { percent } from './study'

const camera = { id: 'x', number: 1, name: 'Main Street', level: 3, px_per_m: 130 }

describe('who sees a hexagon', () => {
  it('names the agency’s cameras and never counts private ones', () => {
    expect(words({ cameras: [], private: false })).toBe('No agency camera sees it.')
    expect(words({ cameras: [camera], private: false })).toBe('One agency camera sees it.')
    expect(words({ cameras: [camera, camera], private: true })).toBe(
      '2 agency cameras see it, and private cameras see part of its block.',
    )
  })
})

it('a study is so far done', () => {
  const study = { state: 'running' as const, step: 'measuring' }
  expect(percent({ ...study, done: 0, total: 0 })).toBe('')
  expect(percent({ ...study, done: 199, total: 200 })).toBe('99 %')
})

it('a table says how much of the map it holds', () => {
  expect(heading(0)).toContain('No hexagon')
  expect(heading(12)).toContain('12 in view')
  expect(heading(2000)).toContain('200 seen least of 2000')
})
