/** One WebSocket of thumbnails: shows its pass, renews it in time, comes back when it breaks. */

import { type Api, Problem } from '../api'

export interface Given {
  url: string
  token: string
  expires_at: string | number
}

export interface Hears {
  picture(camera: string, capturedAt: number, jpeg: Uint8Array): void
  state(camera: string, state: string, capturedAt: number | null, reason: string): void
  refused(camera: string, reason: string): void
  /** Whether pictures are coming; `words` says why not. */
  connected(on: boolean, words: string): void
}

export interface Wish {
  incident: string
  cameras: string[]
}

const HEAD = 28
const EARLY = 15_000 // ms before the pass runs out
const LONGEST = 30_000
const FOR_GOOD = new Set([4403, 4404, 4410])

export class Watch {
  #socket: WebSocket | null = null
  #wish: Wish | null = null
  #timer = 0
  #failures = 0
  #turn = 0

  constructor(
    private readonly api: Api,
    private readonly hears: Hears,
    private readonly open: (url: string) => WebSocket = url => new WebSocket(url),
    private readonly random: () => number = Math.random,
  ) {}

  /** Watch these from now on; the same socket goes on with a new pass. */
  async watch(wish: Wish): Promise<void> {
    this.#wish = wish
    if (!wish.cameras.length) return this.stop()
    await this.#renew()
  }

  stop(): void {
    this.#turn++
    this.#wish = null
    clearTimeout(this.#timer)
    this.#socket?.close(1000)
    this.#socket = null
  }

  async #renew(): Promise<void> {
    const turn = ++this.#turn
    clearTimeout(this.#timer)
    let given: Given
    try {
      given = await this.api.send<Given>('POST', '/api/watch', this.#wish)
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason
      if (turn === this.#turn) this.#refusedBy(reason)
      return
    }
    if (turn !== this.#turn) return
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(given.token)
    else this.#connect(given)
    const left = expiry(given) - Date.now() - EARLY
    this.#timer = setTimeout(() => this.#renew(), Math.max(1000, left)) as unknown as number
  }

  #refusedBy(problem: Problem): void {
    if (problem.passing) this.#again()
    else this.hears.connected(false, problem.detail || problem.title)
  }

  #connect({ url, token }: Given): void {
    this.#socket?.close(1000)
    const address = new URL(url, location.href.replace(/^http/, 'ws'))
    // A desk has a good line and enlarges stills; a phone in the field is sent the small ones.
    if (!matchMedia('(max-width: 700px)').matches) address.searchParams.set('size', '320')
    const socket = this.open(address.href)
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => socket.send(token)
    socket.onmessage = message => {
      if (socket === this.#socket) this.#hear(message.data)
    }
    socket.onclose = end => {
      if (socket !== this.#socket) return
      this.#socket = null
      clearTimeout(this.#timer)
      if (FOR_GOOD.has(end.code)) this.hears.connected(false, end.reason || 'The watch has ended')
      else this.#again()
    }
  }

  /** Try again after a random part of a doubling wait: a thousand browsers must not come at once. */
  #again(): void {
    if (!this.#wish) return
    this.hears.connected(false, 'The pictures have stopped. Trying again.')
    const wait = this.random() * Math.min(LONGEST, 500 * 2 ** this.#failures++)
    this.#timer = setTimeout(() => this.#renew(), wait) as unknown as number
  }

  #hear(data: ArrayBuffer | string): void {
    this.#works()
    if (typeof data !== 'string') this.#hearPicture(data)
    else for (const words of JSON.parse(data) as Words[]) this.#hearWords(words)
  }

  /** 16 bytes of camera, 8 of milliseconds, 4 of length, then the JPEG. */
  #hearPicture(data: ArrayBuffer): void {
    const head = new DataView(data)
    const jpeg = new Uint8Array(data, HEAD, head.getUint32(24))
    this.hears.picture(uuid(data), Number(head.getBigUint64(16)), jpeg)
  }

  #hearWords(words: Words): void {
    if (words.type === 'state') {
      const at = words.captured_at ? Date.parse(words.captured_at) : null
      this.hears.state(words.camera, words.state, at, words.reason ?? '')
    } else if (words.type === 'refused') {
      this.hears.refused(words.camera, words.reason)
    }
  }

  #works(): void {
    this.#failures = 0
    this.hears.connected(true, '')
  }
}

type Words =
  | {
      type: 'state'
      camera: string
      state: string
      captured_at: string | null
      reason: string | null
    }
  | { type: 'refused'; camera: string; reason: string }
  | { type: 'renewed' }

function expiry(given: Given): number {
  const at = given.expires_at
  return typeof at === 'number' ? at * 1000 : Date.parse(at)
}

function uuid(data: ArrayBuffer): string {
  const hex = Array.from(new Uint8Array(data, 0, 16), byte => byte.toString(16).padStart(2, '0'))
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
