import { beforeEach, expect, test, vi } from 'vitest'
import { type Outcome, Sender } from './sender'

class Line {
  static lines: Line[] = []
  readyState = 0
  sent: unknown[] = []
  onopen = () => {}
  onmessage = (_: { data: string }) => {}
  onclose = (_: { code: number }) => {}

  constructor() {
    Line.lines.push(this)
  }

  send(what: unknown): void {
    this.sent.push(what)
  }

  connect(): void {
    this.readyState = 1
    this.onopen()
    this.onmessage({ data: '{"type":"sharing"}' })
  }

  taken(): void {
    this.onmessage({ data: '{"type":"taken"}' })
  }

  cut(code: number): void {
    this.readyState = 3
    this.onclose({ code })
  }
}

vi.stubGlobal('WebSocket', { OPEN: 1 })
const given = () => ({
  url: 'ws://x/phone/1',
  token: 'pass',
  ends_at: new Date(Date.now() + 900_000).toISOString(),
})
const outcomes: Outcome[] = []
const faults: string[] = []
const hears = {
  connected: () => {},
  film: (fault: string) => void faults.push(fault),
  over: (outcome: Outcome) => void outcomes.push(outcome),
}
const start = () =>
  new Sender(
    given(),
    hears,
    () => new Line() as unknown as WebSocket,
    () => 0,
  )
const jpeg = new Blob(['x'])

beforeEach(() => {
  vi.useFakeTimers()
  Line.lines = []
  outcomes.length = faults.length = 0
})

test('the pass is the first word, and two pictures at most are on their way', () => {
  const sender = start()
  const [line] = Line.lines
  expect(sender.free).toBe(false)
  line!.connect()
  for (let n = 0; n < 5; n++) sender.picture(jpeg)
  expect(line!.sent).toEqual(['pass', jpeg, jpeg])
  line!.taken()
  expect(sender.free).toBe(true)
})

test('a line that is cut comes back, and says again where the phone is', () => {
  const sender = start()
  Line.lines[0]!.connect()
  sender.place({ lng: 1, lat: 2, accuracy: 5, heading: null, tilt: null })
  Line.lines[0]!.cut(1006)
  vi.advanceTimersByTime(9000)
  Line.lines[1]!.connect()
  expect(Line.lines[1]!.sent[1]).toContain('"lng":1')
  expect(outcomes).toEqual([])
})

test.each([
  [4408, 'over'],
  [4409, 'elsewhere'],
  [4410, 'ended'],
  [4401, 'used'],
])('an end with %d is for good', (code, outcome) => {
  start()
  Line.lines[0]!.connect()
  Line.lines[0]!.cut(code)
  vi.advanceTimersByTime(60_000)
  expect(Line.lines).toHaveLength(1)
  expect(outcomes).toEqual([outcome])
})

test('of a film nothing is left out, and a line that cannot carry it is told of', () => {
  const sender = start()
  const [line] = Line.lines
  line!.connect()
  sender.begin()
  const pieces = ['1', '2', '3', '4'].map(words => new Blob([words]))
  for (const piece of pieces) sender.film(piece)
  expect(line!.sent).toEqual(['pass', '{"type":"film"}', pieces[0], pieces[1]])
  sender.picture(jpeg)
  line!.taken()
  expect(line!.sent.at(-1)).toBe(pieces[2])
  for (const piece of pieces) sender.film(piece)
  expect(faults).toEqual(['behind'])
  line!.onmessage({ data: '{"type":"film_refused"}' })
  expect(faults).toEqual(['behind', 'refused'])
})

test('a stop without a line is told to the caller, who says it another way', () => {
  const sender = start()
  expect(sender.stop()).toBe(false)
})
