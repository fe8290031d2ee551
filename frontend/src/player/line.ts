/** One WebSocket of live video: shows its pass, renews it in time, comes back when it breaks. */

import { type Api, Problem } from '../api'
import type { Given } from '../incident/watch'

export interface Other {
  name: string
  call: string
}

export interface Kept {
  id?: string
  sha256?: string
  captured_at?: string
  refused?: string
}

export interface Hears {
  /** What the bytes after it are. */
  film(mime: string): void
  bytes(data: ArrayBuffer): void
  state(state: 'connecting' | 'showing' | 'no_picture', reason: string): void
  also(others: Other[]): void
  /** The owner's minutes are nearly over. */
  ending(seconds: number): void
  kept(minutes: number): void
  still(told: Kept): void
  /** It is over; only a person begins again. */
  ended(words: string): void
}

const EARLY = 15_000 // ms before the pass runs out
const LONGEST = 15_000
const FOR_GOOD = new Set([4401, 4403, 4404, 4410])
const EXPIRED = 4408

export class Line {
  #socket: WebSocket | null = null
  #timer = 0
  #failures = 0
  #turn = 0
  #over = Number.POSITIVE_INFINITY

  constructor(
    private readonly api: Api,
    private readonly camera: string,
    private readonly incident: string,
    private readonly plays: string[],
    private readonly hears: Hears,
    private readonly make: (url: string) => WebSocket = url => new WebSocket(url),
    private readonly random: () => number = Math.random,
  ) {}

  async open(): Promise<void> {
    this.#over = Number.POSITIVE_INFINITY
    await this.#renew()
  }

  close(): void {
    this.#turn++
    clearTimeout(this.#timer)
    this.#socket?.close(1000)
    this.#socket = null
  }

  /** Ask for five minutes more, or for a still to be kept. */
  send(word: 'keep' | 'still'): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(word)
  }

  async #renew(): Promise<void> {
    const turn = ++this.#turn
    clearTimeout(this.#timer)
    let given: Given
    try {
      const wish = { incident: this.incident }
      given = await this.api.send<Given>('POST', `/api/cameras/${this.camera}/live`, wish)
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason
      if (turn === this.#turn) this.#refusedBy(reason)
      return
    }
    if (turn !== this.#turn) return
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(given.token)
    else this.#connect(given)
    const left = Date.parse(String(given.expires_at)) - Date.now() - EARLY
    this.#timer = setTimeout(() => this.#renew(), Math.max(1000, left)) as unknown as number
  }

  #refusedBy(problem: Problem): void {
    const words = problem.detail || problem.title
    if (problem.passing) this.#again(words)
    else {
      this.close()
      this.hears.ended(words)
    }
  }

  #connect({ url, token }: Given): void {
    this.#socket?.close(1000)
    const address = new URL(url, location.href.replace(/^http/, 'ws'))
    address.searchParams.set('plays', this.plays.join(','))
    const socket = this.make(address.href)
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
      const over = end.code === EXPIRED && Date.now() >= this.#over - 2000
      if (over || FOR_GOOD.has(end.code)) this.hears.ended(end.reason || 'The video has ended')
      else this.#again('The line to the centre broke')
    }
  }

  /** Try again after a random part of a doubling wait: a hundred players must not come at once. */
  #again(words: string): void {
    this.hears.state('no_picture', `${words}. Trying again.`)
    const wait = this.random() * Math.min(LONGEST, 500 * 2 ** this.#failures++)
    this.#timer = setTimeout(() => this.#renew(), wait) as unknown as number
  }

  #hear(data: ArrayBuffer | string): void {
    this.#failures = 0
    if (typeof data === 'string') this.#hearWords(JSON.parse(data) as Words)
    else this.hears.bytes(data)
  }

  #hearWords(words: Words): void {
    if (words.type === 'film') this.hears.film(words.mime)
    else if (words.type === 'state') this.hears.state(words.state, words.reason)
    else if (words.type === 'also') this.hears.also(words.also)
    else if (words.type === 'still') this.hears.still(words)
    else if (words.type === 'ending') {
      this.#over = Date.now() + words.seconds * 1000
      this.hears.ending(words.seconds)
    } else if (words.type === 'kept') {
      this.#over = Number.POSITIVE_INFINITY
      this.hears.kept(words.minutes)
    }
  }
}

type Words =
  | { type: 'film'; mime: string }
  | { type: 'state'; state: 'connecting' | 'showing' | 'no_picture'; reason: string }
  | { type: 'also'; also: Other[] }
  | { type: 'ending'; seconds: number }
  | { type: 'kept'; minutes: number }
  | ({ type: 'still' } & Kept)
  | { type: 'opened' | 'renewed' }
