/** One file on its way: piece by piece, and after a lost line or a reload from where it stood. */

import { type Fetch, Problem, problemOf } from '../api'

export type Phase = 'sending' | 'waiting' | 'checking' | 'done'

export interface Progress {
  phase: Phase
  offset: number
  size: number
  sha256?: string
  again?: boolean
}

export interface Way {
  location: string
  key: string
}

/** Where unfinished uploads are remembered: localStorage, or nothing that lasts. */
export type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export interface Carrier {
  fetch: Fetch
  memory: Memory
  /** Resolves after so many ms, or sooner where the line is back; rejects when given up. */
  rest: (ms: number, signal: AbortSignal) => Promise<void>
  now: () => number
}

interface Receipt {
  state: string
  sha256: string | null
  again: boolean
}

const FIRST = 1 << 20
const LARGEST = 16 << 20
const BRISK = 2_000 // ms: a piece that took less may be twice as large
const SLOW = 8_000
const REST = 1_000
const LONGEST_REST = 30_000

/** Name a file as it will be found again after a reload. */
export function fingerprint(announce: string, file: File): string {
  return `upload ${announce} ${file.name} ${file.size} ${file.lastModified}`
}

export async function send(
  file: File,
  announce: { url: string; headers: () => Record<string, string> },
  carrier: Carrier,
  told: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  const name = fingerprint(announce.url, file)
  let offset = 0
  let piece = FIRST
  let rest = REST
  const size = file.size

  const ask = async (way: Way, method: string, body?: Blob): Promise<Response> => {
    const headers: Record<string, string> = { 'Upload-Key': way.key }
    if (body) {
      headers['Content-Type'] = 'application/offset+octet-stream'
      headers['Upload-Offset'] = `${offset}`
    }
    return answered(carrier, way.location, { method, headers, signal, ...(body ? { body } : {}) })
  }
  const find = async (): Promise<Way> => {
    const known = remembered(carrier.memory, name)
    if (known) return known
    const response = await answered(carrier, announce.url, {
      method: 'POST',
      headers: { ...announce.headers(), 'Upload-Length': `${size}` },
      credentials: 'same-origin',
      signal,
    })
    const way = {
      location: response.headers.get('Location') ?? '',
      key: response.headers.get('Upload-Key') ?? '',
    }
    carrier.memory.setItem(name, JSON.stringify(way))
    return way
  }
  const carry = async (): Promise<Receipt> => {
    const way = await find()
    offset = Number((await ask(way, 'HEAD')).headers.get('Upload-Offset'))
    while (offset < size) {
      told({ phase: 'sending', offset, size })
      const began = carrier.now()
      const response = await ask(way, 'PATCH', file.slice(offset, offset + piece))
      offset = Number(response.headers.get('Upload-Offset'))
      rest = REST
      const took = carrier.now() - began
      if (took < BRISK) piece = Math.min(piece * 2, LARGEST)
      else if (took > SLOW) piece = Math.max(piece / 2, FIRST)
    }
    for (;;) {
      told({ phase: 'checking', offset, size })
      const receipt = (await (await ask(way, 'GET')).json()) as Receipt
      if (receipt.state !== 'checking') return receipt
      await carrier.rest(REST, signal)
    }
  }

  for (;;) {
    try {
      const { sha256, again } = await carry()
      carrier.memory.removeItem(name)
      told({ phase: 'done', offset: size, size, sha256: sha256 ?? '', again })
      return
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason
      // What is remembered is not there any more, or was given up: it is announced anew.
      const stale = reason.status === 404 || reason.title === 'Finished'
      if (stale && remembered(carrier.memory, name)) carrier.memory.removeItem(name)
      else if (!passing(reason)) throw reason
      else {
        told({ phase: 'waiting', offset, size })
        await carrier.rest(rest, signal)
        rest = Math.min(rest * 2, LONGEST_REST)
      }
    }
  }
}

/** Whether trying again may help: the line, a busy centre, another who writes, a wrong place. */
function passing(problem: Problem): boolean {
  return problem.status !== 507 && (problem.passing || [409, 423].includes(problem.status))
}

function remembered(memory: Memory, name: string): Way | null {
  const kept = memory.getItem(name)
  return kept ? (JSON.parse(kept) as Way) : null
}

async function answered(carrier: Carrier, url: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await carrier.fetch(url, init)
  } catch (reason) {
    if (reason instanceof DOMException && reason.name === 'AbortError') throw reason
    throw new Problem(0, 'No answer from the server')
  }
  if (!response.ok) throw await problemOf(response)
  return response
}
