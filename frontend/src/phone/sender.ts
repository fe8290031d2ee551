/**
 * One phone's line to the centre: pictures or pieces of film two at a time, places as they come,
 * back when cut.
 */

export interface Given {
  url: string
  token: string
  ends_at: string
}

export interface Place {
  lng: number
  lat: number
  accuracy: number
  heading: number | null
  tilt: number | null
}

export type Outcome = 'stopped' | 'ended' | 'over' | 'elsewhere' | 'used'

export interface Hears {
  /** Whether the centre gets what is sent. */
  connected(on: boolean): void
  /** The film is more than the line carries, or nothing the centre can read. */
  film(fault: 'behind' | 'refused'): void
  /** It is over, for good. */
  over(outcome: Outcome): void
}

const IN_FLIGHT = 2
const WAITING = 3 // pieces of film, a second each
const LONGEST = 8000
const OUTCOMES: Record<number, Outcome> = {
  1000: 'stopped',
  4401: 'used',
  4404: 'used',
  4408: 'over',
  4409: 'elsewhere',
  4410: 'ended',
}

export class Sender {
  #socket: WebSocket | null = null
  #flying = 0
  #pieces: Blob[] = []
  #failures = 0
  #timer = 0
  #place: Place | null = null
  #done = false

  constructor(
    private readonly given: Given,
    private readonly hears: Hears,
    private readonly open: (url: string) => WebSocket = url => new WebSocket(url),
    private readonly random: () => number = Math.random,
  ) {
    this.#connect()
  }

  /** Whether a picture taken now would be sent now: a slow line gets fewer, never older ones. */
  get free(): boolean {
    return this.#on && this.#flying < IN_FLIGHT && !this.#pieces.length
  }

  get #on(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  picture(jpeg: Blob): void {
    if (!this.free) return
    this.#flying++
    this.#socket?.send(jpeg)
  }

  /** What follows is a new film. */
  begin(): void {
    this.#pieces = []
    if (this.#on) this.#say({ type: 'film' })
  }

  /** Take the next piece of film; none may be left out of it. */
  film(piece: Blob): void {
    if (!this.#on) return
    this.#pieces.push(piece)
    this.#send()
    if (this.#pieces.length <= WAITING) return
    this.#pieces = []
    this.hears.film('behind')
  }

  place(place: Place): void {
    this.#place = place
    if (this.#on) this.#say({ type: 'place', ...place })
  }

  /** Gives false where no line is open to say it on. */
  stop(): boolean {
    this.#done = true
    clearTimeout(this.#timer)
    if (!this.#on) return false
    this.#say({ type: 'stop' })
    return true
  }

  #send(): void {
    while (this.#pieces.length && this.#flying < IN_FLIGHT) {
      this.#flying++
      this.#socket?.send(this.#pieces.shift()!)
    }
  }

  #say(words: object): void {
    this.#socket?.send(JSON.stringify(words))
  }

  #connect(): void {
    const socket = this.open(this.given.url)
    this.#socket = socket
    this.#flying = 0
    this.#pieces = []
    socket.onopen = () => socket.send(this.given.token)
    socket.onmessage = message => this.#hear(JSON.parse(message.data))
    socket.onclose = end => this.#closed(end.code)
  }

  #hear(words: { type: string }): void {
    if (words.type === 'taken') {
      this.#flying = Math.max(0, this.#flying - 1)
      this.#send()
    }
    if (words.type === 'film_refused') this.hears.film('refused')
    if (words.type !== 'sharing') return
    this.#failures = 0
    this.hears.connected(true)
    if (this.#place) this.place(this.#place)
  }

  #closed(code: number): void {
    this.hears.connected(false)
    const late = Date.now() >= Date.parse(this.given.ends_at)
    const outcome = OUTCOMES[code] ?? (this.#done ? 'stopped' : late ? 'over' : null)
    if (outcome) {
      this.hears.over(outcome)
      return
    }
    const wait = 200 + this.random() * Math.min(LONGEST, 500 * 2 ** this.#failures++)
    this.#timer = setTimeout(() => this.#connect(), wait) as unknown as number
  }
}
