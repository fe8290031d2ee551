/** What a browser says it can play, and from where. */

import { describe, expect, it } from 'vitest'
import { plays, reachable } from './film'

describe('plays', () => {
  const browser = (takes: string) =>
    ({ isTypeSupported: (mime: string) => mime.includes(takes) }) as unknown as typeof MediaSource

  it('names the codecs the browser takes', () => {
    expect(plays(browser('avc1'))).toEqual(['h264'])
    expect(plays(browser('video/mp4'))).toEqual(['h264', 'h265'])
  })

  it('names none where films cannot be built', () => {
    expect(plays(undefined)).toEqual([])
  })
})

describe('a video', () => {
  const at = (currentTime: number) => {
    const ranges = [
      [1, 2],
      [5, 9],
    ] as const
    const buffered = {
      length: 2,
      start: (n: number) => ranges[n]![0],
      end: (n: number) => ranges[n]![1],
    }
    return reachable({ buffered, currentTime } as unknown as HTMLVideoElement)
  }

  it('goes on where it is, and past a gap', () => {
    expect([0, 1.5, 1.95, 3, 6, 9].map(at)).toEqual([1, 1.5, 5, 5, 6, 9])
  })
})
