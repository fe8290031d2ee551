import { describe, expect, it } from 'vitest'
import { makeApi } from '../api'
import { NextCall } from './next'

describe('the next open call', () => {
  it('comes after the one in focus, and round to the first', async () => {
    const { next } = make(['a', 'b'])
    expect((await next.after('a'))?.id).toBe('b')
    expect((await next.after('b'))?.id).toBe('a')
    expect((await next.after(null))?.id).toBe('a')
  })

  it('is none where no other is open', async () => {
    expect(await make(['a']).next.after('a')).toBeNull()
    expect(await make([]).next.after('a')).toBeNull()
  })

  it('is known without asking for ten seconds', async () => {
    const made = make(['a', 'b'])
    await made.next.prepare()
    await made.next.after('a')
    expect(made.asked).toBe(1)
    made.clock = 10_001
    await made.next.after('a')
    expect(made.asked).toBe(2)
  })

  it('says at the key what failed before it', async () => {
    const made = make(['a', 'b'])
    made.down = true
    await made.next.prepare()
    await expect(made.next.after('a')).rejects.toThrow()
  })
})

function make(ids: string[]) {
  const made = { asked: 0, clock: 0, down: false, next: null as unknown as NextCall }
  const fetched = async () => {
    made.asked++
    if (made.down) throw new TypeError('Failed to fetch')
    return Response.json({ features: ids.map(feature) })
  }
  made.next = new NextCall(makeApi(fetched), () => made.clock)
  return made
}

function feature(id: string) {
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [-84.5, 38] },
    properties: { id },
  }
}
