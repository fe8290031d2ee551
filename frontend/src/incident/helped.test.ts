import { expect, test } from 'vitest'
import { type Outcome, sawWords } from './helped'

const outcome: Outcome = { helped: '', may_say: true, seen: 'seen', cameras: 1, private: false }

test('what cameras saw is said in a line', () => {
  expect(sawWords(outcome)).toBe('1 agency camera saw the place.')
  expect(sawWords({ ...outcome, cameras: 3, private: true })).toBe(
    '3 agency cameras saw the place, and so did a private one.',
  )
  expect(sawWords({ ...outcome, seen: 'near', cameras: 0 })).toContain('did not see')
  expect(sawWords({ ...outcome, seen: null })).toContain('being looked up')
})
