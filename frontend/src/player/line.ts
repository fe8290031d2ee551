/** One WebSocket of video: shows its pass, renews it in time, comes back when it breaks. */

import { type Api, Problem } from '../api'
import type { Given } from '../incident/watch'

/** Words of the door; each kind of look knows its own. */
export interface Words {
  type: string
}

export interface Hears<W extends Words> {
  words(words: W): void
  bytes(data: ArrayBuffer): void
  /** It broke, and is tried again. */
  lost(words: string): void
  /** It is over; only a person begins again. */
  ended(words: string): void
}

/** Which door: where its pass is asked for, for which call, and what this browser plays. */
export interface Door {
  path: string
  incident: string
  plays: string[]
}

const EARLY = 15_000 // ms before the pass runs out
const LONGEST = 15_000
const FOR_GOOD = new Set([4401, 4403, 4404, 4410])
const EXPIRED = 4408

export class Line<W extends Words> {
  #socket: WebSocket | null = null
  #timer = 0
  #failures = 0
  #turn = 0
  #over = Number.POSITIVE_INFINITY
  #given: Given | null = null

  constructor(
    private readonly api: Api,
    private readonly door: Door,
    private readonly hears: Hears<W>,
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

  /** The pass it has now, for what is asked for beside it. */
  get pass(): string {
    return this.#given?.token ?? ''
  }

  /** What an address the door names is in full. */
  beside(url: string): string {
    const door = new URL(this.#given?.url ?? '', location.href)
    return new URL(url, door.href.replace(/^ws/, 'http')).href
  }

  send(words: string): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(words)
  }

  async #renew(): Promise<void> {
    const turn = ++this.#turn
    clearTimeout(this.#timer)
    let given: Given
    try {
      const { path, incident } = this.door
      given = await this.api.send<Given>('POST', path, { incident })
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason
      if (turn === this.#turn) this.#refusedBy(reason)
      return
    }
    if (turn !== this.#turn) return
    this.#given = given
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
    address.searchParams.set('plays', this.door.plays.join(','))
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
    this.hears.lost(`${words}. Trying again.`)
    const wait = this.random() * Math.min(LONGEST, 500 * 2 ** this.#failures++)
    this.#timer = setTimeout(() => this.#renew(), wait) as unknown as number
  }

  #hear(data: ArrayBuffer | string): void {
    this.#failures = 0
    if (typeof data !== 'string') {
      this.hears.bytes(data)
      return
    }
    const words = JSON.parse(data) as W & { seconds?: number }
    if (words.type === 'ending') this.#over = Date.now() + (words.seconds ?? 0) * 1000
    if (words.type === 'kept') this.#over = Number.POSITIVE_INFINITY
    this.hears.words(words)
  }
}
