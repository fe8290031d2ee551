/** A line of video: its pass, its renewals, and the two ways it ends. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Api, Problem } from '../api'
import { type Hears, Line, type Words } from './line'
import { Socket } from './socket.fake'

const asked: string[] = []
let answer: () => unknown
const api = {
  send: async (_: string, path: string) => {
    asked.push(path)
    return answer()
  },
} as unknown as Api

function hears() {
  return {
    words: vi.fn(),
    bytes: vi.fn(),
    lost: vi.fn(),
    ended: vi.fn(),
  } satisfies Hears<Words>
}

function line(heard: Hears<Words>): Line<Words> {
  const door = { path: '/api/cameras/c1/live', incident: 'i1', plays: ['h264'] }
  return new Line(api, door, heard, Socket.make, () => 1)
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('location', { href: 'http://centre/incidents/i1' })
  asked.length = 0
  let n = 0
  answer = () => ({
    url: 'ws://centre/live/c1',
    token: `pass ${++n}`,
    expires_at: new Date(Date.now() + 60_000).toISOString(),
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a line', () => {
  it('shows its pass, says what it plays, and renews in time', async () => {
    await line(hears()).open()
    expect(Socket.last.url).toBe('ws://centre/live/c1?plays=h264')
    Socket.last.onopen?.()
    await vi.advanceTimersByTimeAsync(45_000)
    expect(Socket.last.sent).toEqual(['pass 1', 'pass 2'])
    expect(asked).toEqual(['/api/cameras/c1/live', '/api/cameras/c1/live'])
  })

  it('comes back when it breaks', async () => {
    const heard = hears()
    await line(heard).open()
    const first = Socket.last
    first.ends(1006)
    expect(heard.lost).toHaveBeenCalledWith(expect.stringContaining('Trying again'))
    await vi.advanceTimersByTimeAsync(600)
    expect(Socket.last).not.toBe(first)
  })

  it('stays ended when it was cut, and says why', async () => {
    const heard = hears()
    await line(heard).open()
    Socket.last.ends(4410, 'The call is closed.')
    expect(heard.ended).toHaveBeenCalledWith('The call is closed.')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(1)
  })

  it('comes back when only its pass ran out, and not when the owner’s time did', async () => {
    const heard = hears()
    await line(heard).open()
    Socket.last.ends(4408, 'the pass ran out')
    expect(heard.ended).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(600)
    Socket.last.says({ type: 'ending', seconds: 10 })
    await vi.advanceTimersByTimeAsync(10_000)
    Socket.last.ends(4408, 'the time its owner allows is over')
    expect(heard.ended).toHaveBeenCalledWith('the time its owner allows is over')
  })

  it('says the exact condition it was refused for', async () => {
    const heard = hears()
    answer = () => {
      throw new Problem(403, 'Not open', 'opens only while a panic alarm is open here')
    }
    await line(heard).open()
    expect(heard.ended).toHaveBeenCalledWith('opens only while a panic alarm is open here')
  })
})
