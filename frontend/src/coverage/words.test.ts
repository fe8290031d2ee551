import { describe, expect, it } from 'vitest'
import { level, why, words } from './asked'
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

it('a coarse hexagon is seen in part', () => {
  const hexagon = { cell: '8a', cameras: 2, level: 1, reason: 1 }
  expect(why({ ...hexagon, share: 0 })).toBe('Not seen well enough')
  expect(why({ ...hexagon, share: 0.004 })).toContain('Less than 1 %')
  expect(why({ ...hexagon, share: 0.5 })).toBe('50 % is seen well enough; of the rest most')
})

it('a camera that sees too little to count says so', () => {
  const scale = { levels: ['Detect', 'Observe'], rank: 2 }
  expect([0, 1, 2].map(rank => level(rank, scale))).toEqual([
    'Below all levels',
    'Detect only',
    'Observe',
  ])
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
