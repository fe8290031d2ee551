import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Api, Problem } from '../api'
import { type Hears, Watch } from './watch'

const CAMERA = '0b0c5c2e-6d3c-4e0d-9a35-0d9ac5a0f2aa'
const WISH = { incident: 'i', cameras: [CAMERA] }

class Socket {
  static OPEN = 1
  static made: Socket[] = []
  readyState = 0
  binaryType = ''
  sent: string[] = []
  onopen = () => {}
  onmessage = (_: { data: unknown }) => {}
  onclose = (_: { code: number; reason: string }) => {}

  constructor(readonly url: string) {
    Socket.made.push(this)
  }

  send(words: string): void {
    this.sent.push(words)
  }

  close(): void {
    this.readyState = 3
  }

  open(): void {
    this.readyState = 1
    this.onopen()
  }

  end(code: number, reason = ''): void {
    this.readyState = 3
    this.onclose({ code, reason })
  }
}

const heard: unknown[][] = []
const hears: Hears = {
  picture: (...words) => heard.push(['picture', ...words]),
  state: (...words) => heard.push(['state', ...words]),
  refused: (...words) => heard.push(['refused', ...words]),
  connected: (...words) => heard.push(['connected', ...words]),
}
let asked = 0
let narrow = false
let answer: () => unknown

function watch(): Watch {
  const send = async () => {
    asked++
    return answer()
  }
  return new Watch(
    { send } as unknown as Api,
    hears,
    url => new Socket(url) as unknown as WebSocket,
    () => 0.5,
  )
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
  vi.stubGlobal('WebSocket', Socket)
  vi.stubGlobal('location', { href: 'http://here/' })
  vi.stubGlobal('matchMedia', () => ({ matches: narrow }))
  narrow = false
  Socket.made = []
  heard.length = 0
  asked = 0
  answer = () => ({
    url: 'ws://media/watch',
    token: `token ${asked}`,
    expires_at: new Date(Date.now() + 60_000).toISOString(),
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the pass is the first thing said', async () => {
  await watch().watch(WISH)
  Socket.made[0]!.open()
  expect(Socket.made[0]!.sent).toEqual(['token 1'])
})

test('a desk asks for larger pictures than a phone', async () => {
  await watch().watch(WISH)
  narrow = true
  await watch().watch(WISH)
  expect(Socket.made.map(socket => socket.url)).toEqual([
    'ws://media/watch?size=320',
    'ws://media/watch',
  ])
})

test('a picture is read from its frame', async () => {
  await watch().watch(WISH)
  const frame = new DataView(new ArrayBuffer(31))
  CAMERA.replaceAll('-', '')
    .match(/../g)!
    .forEach((byte, n) => void frame.setUint8(n, Number.parseInt(byte, 16)))
  frame.setBigUint64(16, 1_795_000_000_123n)
  frame.setUint32(24, 3)
  frame.setUint8(28, 0xff)
  Socket.made[0]!.onmessage({ data: frame.buffer })
  expect(heard.at(-1)).toEqual(['picture', CAMERA, 1_795_000_000_123, new Uint8Array([0xff, 0, 0])])
})

test('what waited comes as one list', async () => {
  await watch().watch(WISH)
  const state = { type: 'state', camera: CAMERA, state: 'live', captured_at: null, reason: null }
  const refused = { type: 'refused', camera: CAMERA, reason: 'the call is closed' }
  Socket.made[0]!.onmessage({ data: JSON.stringify([state, refused]) })
  expect(heard.slice(-2)).toEqual([
    ['state', CAMERA, 'live', null, ''],
    ['refused', CAMERA, 'the call is closed'],
  ])
})

test('the pass is renewed on the same socket before it runs out', async () => {
  await watch().watch(WISH)
  Socket.made[0]!.open()
  await vi.advanceTimersByTimeAsync(45_000)
  expect(Socket.made).toHaveLength(1)
  expect(Socket.made[0]!.sent).toEqual(['token 1', 'token 2'])
})

test('a broken socket is opened again after a random part of a doubling wait', async () => {
  await watch().watch(WISH)
  for (const wait of [250, 500, 1000]) {
    Socket.made.at(-1)!.end(1006)
    const before = Socket.made.length
    await vi.advanceTimersByTimeAsync(wait - 1)
    expect(Socket.made).toHaveLength(before)
    await vi.advanceTimersByTimeAsync(1)
    expect(Socket.made).toHaveLength(before + 1)
  }
})

test('what was taken away is not asked for again', async () => {
  await watch().watch(WISH)
  Socket.made[0]!.end(4410, 'the call was closed')
  await vi.advanceTimersByTimeAsync(120_000)
  expect(Socket.made).toHaveLength(1)
  expect(heard.at(-1)).toEqual(['connected', false, 'the call was closed'])
})

test('a server too busy to sign is asked again', async () => {
  const good = answer
  answer = () => Promise.reject(new Problem(503, 'Too busy'))
  await watch().watch(WISH)
  answer = good
  await vi.advanceTimersByTimeAsync(250)
  expect(Socket.made).toHaveLength(1)
})

test('a server that refuses is not asked again', async () => {
  answer = () => Promise.reject(new Problem(404, 'Not found', 'There is nothing here.'))
  await watch().watch(WISH)
  await vi.advanceTimersByTimeAsync(120_000)
  expect(asked).toBe(1)
  expect(heard.at(-1)).toEqual(['connected', false, 'There is nothing here.'])
})

test('a watch that is stopped stays stopped, whatever was under way', async () => {
  const watched = watch()
  const begun = watched.watch(WISH)
  watched.stop()
  await begun
  await vi.advanceTimersByTimeAsync(120_000)
  expect(Socket.made).toHaveLength(0)
})
