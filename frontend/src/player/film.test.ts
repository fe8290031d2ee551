/** What a browser says it can play. */

import { describe, expect, it } from 'vitest'
import { plays } from './film'

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
