import { describe, expect, it } from 'vitest'
import { readState, writeState } from './state'

describe('the address of a study', () => {
  it('says how it is looked at, and is read back', () => {
    const search = '?theme=dark&at=-84.50000,38.04000,15.50&show=reason&tab=sites'
    const state = readState(search)
    expect(state).toEqual({
      at: { center: [-84.5, 38.04], zoom: 15.5, bearing: 0 },
      show: 'reason',
      tab: 'sites',
    })
    expect(writeState(state, search)).toBe(search)
  })

  it('says nothing of what goes without saying', () => {
    const state = readState('?show=everything&tab=none&at=1,2&at=x')
    expect(state).toEqual({ at: null, show: 'seen', tab: 'overview' })
    expect(writeState(state, '?show=level&tab=numbers')).toBe('')
  })

  it('takes no place that is not on the map', () => {
    for (const at of ['200,0,3', '0,89,3', '0,0,99', 'a,b,c', ''])
      expect(readState(`?at=${at}`).at).toBeNull()
  })
})
