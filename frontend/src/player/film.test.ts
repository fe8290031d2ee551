/** How a player keeps up, and what it says it can play. */

import { describe, expect, it } from 'vitest'
import { chase, plays } from './film'

describe('chase', () => {
  it('jumps to what is there at first', () => {
    expect(chase(0, 40, 42).jump).toBeCloseTo(41.95)
  })

  it('jumps when it was left far behind, as after a hidden tab', () => {
    expect(chase(40, 39, 42).jump).toBeCloseTo(41.95)
  })

  it('jumps over a gap a camera left', () => {
    expect(chase(30, 60, 60.04)).toEqual({ jump: 60 })
  })

  it('plays faster when a little behind, and as filmed again once it is not', () => {
    expect(chase(41.7, 40, 42).rate).toBeCloseTo(1.3)
    expect(chase(41.85, 40, 42)).toEqual({})
    expect(chase(41.95, 40, 42)).toEqual({ rate: 1 })
  })
})

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
