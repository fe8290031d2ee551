import { beforeEach, expect, test, vi } from 'vitest'
import { Filming } from './filming'

class Recorder {
  static made: Recorder[] = []
  static isTypeSupported = (_: string) => true
  state = 'inactive'
  ondataavailable = (_: { data: Blob }) => {}
  onerror = () => {}
  onstop = () => {}

  constructor(
    _: MediaStream,
    readonly options: { videoBitsPerSecond: number; videoKeyFrameIntervalDuration: number },
  ) {
    Recorder.made.push(this)
  }

  start(): void {
    this.state = 'recording'
  }

  stop(): void {
    this.state = 'inactive'
    this.onstop()
  }
}

const sent: unknown[] = []
const sender = {
  begin: () => void sent.push('begin'),
  film: (piece: Blob) => void sent.push(piece),
}
const filming = () => new Filming(sender, () => ({}) as MediaStream)
const piece = new Blob(['x'])

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('MediaRecorder', Recorder)
  Recorder.made = []
  sent.length = 0
})

test('it films with a keyframe each second, and begins anew with each line', () => {
  const made = filming()
  made.begin()
  Recorder.made[0]!.ondataavailable({ data: piece })
  made.begin()
  Recorder.made[0]!.ondataavailable({ data: piece })
  expect(Recorder.made[0]!.options.videoKeyFrameIntervalDuration).toBe(1000)
  expect(Recorder.made.map(({ state }) => state)).toEqual(['inactive', 'recording'])
  expect(sent).toEqual(['begin', piece, 'begin'])
})

test('a line that is behind gets half the bits, never less than a little', () => {
  const made = filming()
  made.begin()
  for (let n = 0; n < 5; n++) made.slower()
  const bits = Recorder.made.map(({ options }) => options.videoBitsPerSecond)
  expect(bits).toEqual([1_500_000, 750_000, 375_000, 300_000, 300_000, 300_000])
})

test('a phone that was turned round films on; one that cannot film gives up', () => {
  const made = filming()
  made.begin()
  vi.advanceTimersByTime(5000)
  Recorder.made[0]!.stop()
  expect(made.on).toBe(true)
  Recorder.made[1]!.stop()
  expect(made.on).toBe(false)
  made.begin()
  expect(made.on).toBe(false)
})

test('where no phone makes MP4 there is none', () => {
  vi.stubGlobal('MediaRecorder', undefined)
  const made = filming()
  made.begin()
  expect(made.on).toBe(false)
})
