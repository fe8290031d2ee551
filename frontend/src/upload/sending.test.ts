import { expect, test } from 'vitest'
import { Problem } from '../api'
import { type Carrier, type Progress, send } from './sending'
import { clockOffset } from './uploader'

const HASH = 'a'.repeat(64)

/** A centre that keeps one upload, and a line that may break at any request. */
class Centre {
  data = new Uint8Array(0)
  size = -1
  begun = 0
  breaks: (method: string) => 'line' | Response | null = () => null

  readonly fetch = async (_url: string, init: RequestInit = {}): Promise<Response> => {
    const method = init.method ?? 'GET'
    const broken = this.breaks(method)
    if (broken === 'line') throw new TypeError('Failed to fetch')
    if (broken) return broken
    const headers = new Headers(init.headers)
    if (method === 'POST') {
      this.begun += 1
      this.size = Number(headers.get('Upload-Length'))
      return new Response(null, {
        status: 201,
        headers: { Location: '/uploads/1', 'Upload-Key': 'k' },
      })
    }
    if (headers.get('Upload-Key') !== 'k' || this.size < 0) return refusal(404, 'Not found')
    if (method === 'PATCH') {
      if (Number(headers.get('Upload-Offset')) !== this.data.length) return refusal(409, 'Offset')
      const piece = new Uint8Array(await new Response(init.body ?? null).arrayBuffer())
      this.data = new Uint8Array([...this.data, ...piece])
    }
    if (method === 'GET') return Response.json({ state: 'done', sha256: HASH, again: false })
    return new Response(null, { headers: { 'Upload-Offset': `${this.data.length}` } })
  }
}

function refusal(status: number, title: string): Response {
  const headers = { 'Content-Type': 'application/problem+json' }
  return new Response(JSON.stringify({ title, detail: '', status }), { status, headers })
}

class Memory {
  kept = new Map<string, string>()
  getItem = (name: string) => this.kept.get(name) ?? null
  setItem = (name: string, value: string) => void this.kept.set(name, value)
  removeItem = (name: string) => void this.kept.delete(name)
}

function carrier(centre: Centre, memory = new Memory()): Carrier & { memory: Memory } {
  return { fetch: centre.fetch, memory, rest: async () => {}, now: () => 0 }
}

const FILE = new File(['x'.repeat(3 << 20)], 'cam.dav', { lastModified: 1 })
const ANNOUNCE = { url: '/uploads?incident=1', headers: () => ({}) }

async function sent(by: Carrier, told: (said: Progress) => void = () => {}): Promise<Progress[]> {
  const said: Progress[] = []
  const all = (progress: Progress) => {
    said.push(progress)
    told(progress)
  }
  await send(FILE, ANNOUNCE, by, all, new AbortController().signal)
  return said
}

test('a file arrives whole, in pieces, and its hash is told', async () => {
  const centre = new Centre()
  const said = await sent(carrier(centre))
  expect(centre.data.length).toBe(FILE.size)
  expect(said.map(each => each.phase)).toEqual(['sending', 'sending', 'checking', 'done'])
  expect(said.at(-1)?.sha256).toBe(HASH)
})

test('a line that is lost is waited for, and nothing is sent twice', async () => {
  const centre = new Centre()
  let asked = 0
  centre.breaks = () => (asked++ % 3 === 2 ? 'line' : null)
  const said = await sent(carrier(centre))
  expect(centre.data.length).toBe(FILE.size)
  expect(centre.begun).toBe(1)
  expect(said.some(each => each.phase === 'waiting')).toBe(true)
})

test('after a reload it goes on where it stopped', async () => {
  const centre = new Centre()
  const by = carrier(centre)
  let pieces = 0
  centre.breaks = method => (method === 'PATCH' && pieces++ ? refusal(507, 'No room') : null)
  await expect(sent(by)).rejects.toThrow('No room')
  centre.breaks = () => null
  const [first] = await sent(carrier(centre, by.memory))
  expect(first?.offset).toBe(1 << 20)
  expect(centre.begun).toBe(1)
  expect(by.memory.kept.size).toBe(0)
})

test('an upload that has lapsed is announced anew', async () => {
  const centre = new Centre()
  const by = carrier(centre)
  by.memory.setItem(
    'upload /uploads?incident=1 cam.dav 3145728 1',
    JSON.stringify({ location: '/uploads/0', key: 'old' }),
  )
  await sent(by)
  expect(centre.begun).toBe(1)
})

test('what the centre will not take is said and not tried again', async () => {
  const centre = new Centre()
  centre.breaks = () => refusal(413, 'Too large')
  await expect(sent(carrier(centre))).rejects.toBeInstanceOf(Problem)
  expect(centre.begun).toBe(0)
})

test('a clock that was behind is told in seconds, a clock nobody knows not at all', () => {
  const said = new FormData()
  said.set('clock', 'behind')
  said.set('clock_minutes', '2')
  said.set('clock_seconds', '5')
  expect(clockOffset(said)).toBe('-125')
  expect(clockOffset(new FormData())).toBe('')
})
