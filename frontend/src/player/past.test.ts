/** A recording that is looked at: what is asked of the door, and when each picture was taken. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Api } from '../api'
import { Past, type PastHears } from './past'
import type { Screen } from './screen'
import { Socket } from './socket.fake'

const CALL = 1_800_000_000
const BYTES = new ArrayBuffer(1)

class Shown {
  readonly video = { currentTime: 0, playbackRate: 1 }
  readonly log: string[] = []
  filmed = false
  until = 0
  start(mime: string) {
    this.log.push(mime)
    this.filmed = mime.startsWith('video/')
    this.video.currentTime = this.until = 0
  }
  take() {
    this.log.push('bytes')
    this.until += 4
  }
  hold(held: boolean) {
    this.log.push(held ? 'held' : 'on')
  }
  end() {
    this.filmed = false
  }
}

const api = {
  send: async () => ({
    url: 'ws://centre/recorded/c1',
    token: 'pass',
    expires_at: new Date(Date.now() + 600_000).toISOString(),
  }),
} as unknown as Api

let screen: Shown
let past: Past
let hears: ReturnType<typeof heard>

function heard() {
  return {
    state: vi.fn(),
    opened: vi.fn(),
    spans: vi.fn(),
    ending: vi.fn(),
    clip: vi.fn(),
    ended: vi.fn(),
  } satisfies PastHears
}

function sent(): unknown[] {
  return Socket.last.sent.filter(words => words.startsWith('{')).map(words => JSON.parse(words))
}

function film(taken: number): void {
  Socket.last.says({ type: 'film', mime: 'video/mp4' })
  Socket.last.says({ type: 'at', film: 0, taken })
  Socket.last.onmessage?.({ data: BYTES })
}

beforeEach(async () => {
  vi.useFakeTimers({ now: (CALL + 3600) * 1000 })
  vi.stubGlobal('location', { href: 'http://centre/incidents/i1' })
  screen = new Shown()
  hears = heard()
  const whose = { camera: 'c1', incident: 'i1', film: ['h264', 'hls'], at: CALL - 300 }
  past = new Past(api, whose, screen as unknown as Screen, hears, Socket.make)
  past.ask([CALL - 600, CALL + 1200])
  await vi.advanceTimersByTimeAsync(0)
  Socket.last.onopen?.()
  Socket.last.says({ type: 'opened', minutes: null, from: CALL - 86_400, until: CALL + 3600 })
})
afterEach(() => {
  past.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a recording', () => {
  it('is asked what it keeps, and played from the wanted moment', () => {
    expect(Socket.last.url).toBe('ws://centre/recorded/c1?plays=h264')
    expect(sent()).toEqual([{ spans: [CALL - 600, CALL + 1200] }, { play: CALL - 300 }])
    expect(past.at).toBe(CALL - 300)
  })

  it('knows when what it shows was taken, also past a gap', () => {
    Socket.last.says({ type: 'state', state: 'connecting', reason: '' })
    film(CALL - 301)
    screen.video.currentTime = 2
    expect(past.at).toBe(CALL - 299)
    Socket.last.says({ type: 'at', film: 3, taken: CALL })
    screen.video.currentTime = 3.5
    expect(past.at).toBe(CALL + 0.5)
  })

  it('tells how far it is shown, so that no more comes than is needed', async () => {
    film(CALL - 301)
    screen.video.currentTime = 1.5
    await vi.advanceTimersByTimeAsync(500)
    expect(sent().at(-1)).toEqual({ shown: 1.5 })
  })

  it('plays a film through before the one that goes on from it', async () => {
    Socket.last.says({ type: 'state', state: 'connecting', reason: '' })
    film(CALL - 301)
    film(CALL)
    await vi.advanceTimersByTimeAsync(500)
    expect(screen.log).toEqual(['video/mp4', 'on', 'bytes'])
    expect(past.at).toBe(CALL - 301)
    screen.video.currentTime = 3.9
    await vi.advanceTimersByTimeAsync(500)
    expect(screen.log).toEqual(['video/mp4', 'on', 'bytes', 'video/mp4', 'on', 'bytes'])
    expect(past.at).toBe(CALL)
  })

  it('shows what was asked for at once, and says nothing of the film before', async () => {
    Socket.last.says({ type: 'state', state: 'connecting', reason: '' })
    film(CALL - 301)
    past.seek(CALL + 60)
    expect(past.at).toBe(CALL + 60)
    await vi.advanceTimersByTimeAsync(1000)
    expect(sent().at(-1)).toEqual({ play: CALL + 60 })
    Socket.last.says({ type: 'state', state: 'connecting', reason: '' })
    film(CALL + 59)
    expect(screen.log.slice(3)).toEqual(['video/mp4', 'on', 'bytes'])
    expect(past.at).toBe(CALL + 59)
  })

  it('goes nowhere its reader may not look', () => {
    past.seek(0)
    expect(sent().at(-1)).toEqual({ play: CALL - 86_400 })
    past.seek(CALL + 7200)
    expect(sent().at(-1)).toEqual({ play: CALL + 3599 })
  })

  it('says that it ends when its last picture has been shown, and not before', async () => {
    film(CALL)
    Socket.last.says({ type: 'state', state: 'end', reason: '' })
    expect(hears.state).not.toHaveBeenCalledWith('The recording ends here')
    screen.video.currentTime = 4
    await vi.advanceTimersByTimeAsync(500)
    expect(hears.state).toHaveBeenLastCalledWith('The recording ends here')
  })

  it('says at once that nothing is recorded', () => {
    Socket.last.says({ type: 'state', state: 'nothing', reason: '' })
    expect(hears.state).toHaveBeenLastCalledWith('Nothing is recorded from here on')
  })

  it('goes on where it was when the line comes back', async () => {
    Socket.last.says({ type: 'state', state: 'connecting', reason: '' })
    film(CALL)
    screen.video.currentTime = 2
    Socket.last.ends(1006)
    await vi.advanceTimersByTimeAsync(1000)
    Socket.last.says({ type: 'opened', minutes: null, from: CALL - 86_400, until: CALL + 3600 })
    expect(sent()).toEqual([{ spans: [CALL - 600, CALL + 1200] }, { play: CALL + 2 }])
  })

  it('stands still and goes on', () => {
    film(CALL)
    past.hold(true)
    past.hold(false)
    expect(screen.log.slice(-2)).toEqual(['held', 'on'])
    expect(sent()).not.toContainEqual({ pause: true })
  })

  it('has the centre stand still where JPEG comes at its time', () => {
    Socket.last.says({ type: 'film', mime: 'image/jpeg' })
    past.hold(true)
    expect(sent().at(-1)).toEqual({ pause: true })
  })
})
