import { describe, expect, it } from 'vitest'
import { type Asked, words } from './owners'

const asked: Asked = { camera: 'c', state: 'asked', until: '2026-05-03T12:10:00Z', at_box: false }

describe('what is said of an owner who is asked', () => {
  it('names the end of the wait, and where alone yes can be said', () => {
    expect(words(asked)).toMatch(/^The owner was asked and may answer until \d/)
    expect(words(asked)).not.toContain('box')
    expect(words({ ...asked, at_box: true })).toContain('Only the box in their house can say yes')
  })

  it('says yes, no and silence, and nothing where one can ask', () => {
    expect(words({ ...asked, state: 'open' })).toContain('said yes')
    expect(words({ ...asked, state: 'no', until: null })).toContain('said no')
    expect(words({ ...asked, state: 'over', until: null })).toContain('did not answer')
    expect(words({ ...asked, state: 'ask', until: null })).toBe('')
  })
})
