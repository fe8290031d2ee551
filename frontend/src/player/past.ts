/** One camera as it was: film of a recording on its screen, from a moment on. */

import type { Api } from '../api'
import { reachable } from './film'
import { Line, type Words } from './line'
import type { Screen } from './screen'
import { clamp, type Span } from './timeline'

export interface KeptClip {
  done?: number
  id?: string
  sha256?: string
  size?: number
  begin?: number
  end?: number
  refused?: string
}

/** Which camera, for which call, what this browser plays, and from when on. */
export interface Whose {
  camera: string
  incident: string
  film: string[]
  at: number
}

export interface PastHears {
  /** What is to be said in place of the picture; "" where it needs no words. */
  state(words: string): void
  /** From when on one may look. */
  opened(from: number): void
  spans(asked: Span, spans: Span[], refused: string): void
  ending(seconds: number): void
  clip(told: KeptClip): void
  /** It is over; only a person begins again. */
  ended(words: string): void
}

interface Dated {
  film: number
  taken: number
}

/** One film of those that make up a play; the next waits until the one before is through. */
interface Reel {
  mime: string
  dates: Dated[]
  parts: ArrayBuffer[]
}

type Told = Words &
  (
    | { type: 'opened'; from: number; until: number }
    | { type: 'spans'; begin: number; end: number; spans: Span[]; refused?: string }
    | { type: 'film'; mime: string }
    | { type: 'at'; film: number; taken: number }
    | { type: 'state'; state: State; reason: string }
    | { type: 'ending'; seconds: number }
    | ({ type: 'clip' } & KeptClip)
    | { type: 'renewed' }
  )
type State = 'connecting' | 'playing' | 'end' | 'nothing' | 'broken'

const BEAT = 500 // ms between two words about how far it is shown
const NEARLY = 0.15 // seconds before the end of a film that count as its end

export class Past {
  readonly #line: Line<Told>
  #at: number
  #bar: Span | null = null
  #from = 0
  #open = false
  #held = false
  #rate = 1
  /** The film on the screen; none while one that was asked for has not come. */
  #reel: Reel | null = null
  #next: Reel[] = []
  #begins = false
  #ends = ''
  #timer: number

  constructor(
    api: Api,
    { camera, incident, film, at }: Whose,
    private readonly screen: Screen,
    private readonly hears: PastHears,
    make?: (url: string) => WebSocket,
  ) {
    this.#at = at
    const door = {
      path: `/api/cameras/${camera}/recorded`,
      incident,
      plays: film.filter(name => name !== 'hls'),
    }
    this.#line = new Line(
      api,
      door,
      {
        words: words => this.#hear(words),
        bytes: data => this.#take(data),
        lost: words => {
          this.#open = false
          hears.state(`No picture: ${words}`)
        },
        ended: words => hears.ended(words),
      },
      make,
    )
    hears.state('Looking in the recording')
    this.#line.open()
    this.#timer = setInterval(() => this.#beat(), BEAT) as unknown as number
  }

  close(): void {
    clearInterval(this.#timer)
    this.#line.close()
    this.screen.end()
  }

  /** The moment that is shown, or was asked for. */
  get at(): number {
    const reel = this.#reel
    if (!reel?.dates.length) return this.#at
    if (!this.screen.filmed) return reel.dates.at(-1)!.taken
    const now = this.screen.video.currentTime
    const date = reel.dates.findLast(each => each.film <= now + 0.01) ?? reel.dates[0]!
    return date.taken + Math.max(0, now - date.film)
  }

  get held(): boolean {
    return this.#held
  }

  get rate(): number {
    return this.#rate
  }

  /** Go to a moment; whether it plays on from there stays as it is. */
  seek(at: number): void {
    this.#at = clamp(at, [this.#from, Date.now() / 1000 - 1])
    this.#reel = null
    this.#next = []
    this.#ends = ''
    this.#say({ play: this.#at })
  }

  hold(held: boolean): void {
    if (!held && this.#ends) this.seek(this.at)
    this.#held = held
    this.screen.hold(held)
    if (!this.screen.filmed) this.#say({ pause: held })
  }

  speed(rate: number): void {
    this.#rate = rate
    this.screen.video.playbackRate = rate
  }

  /** Ask what is kept of the time on the bar. */
  ask(bar: Span): void {
    this.#bar = bar
    this.#say({ spans: bar })
  }

  clip(span: Span): void {
    this.#say({ clip: span })
  }

  #say(words: object): void {
    if (this.#open) this.#line.send(JSON.stringify(words))
  }

  #hear(words: Told): void {
    const { hears } = this
    if (words.type === 'opened') this.#opened(words.from)
    else if (words.type === 'spans')
      hears.spans([words.begin, words.end], words.spans, words.refused ?? '')
    else if (words.type === 'film') this.#film(words.mime)
    else if (words.type === 'at') this.#last?.dates.push(words)
    else if (words.type === 'state') this.#state(words.state, words.reason)
    else if (words.type === 'ending') hears.ending(words.seconds)
    else if (words.type === 'clip') hears.clip(words)
  }

  /** Also when the line came back: go on where it was. */
  #opened(from: number): void {
    this.#from = from
    this.#open = true
    this.hears.opened(from)
    if (this.#bar) this.ask(this.#bar)
    this.seek(this.at)
  }

  #state(state: State, reason: string): void {
    if (state === 'connecting') {
      this.#begins = true
      this.#ends = ''
      this.hears.state('Looking in the recording')
    } else if (state === 'nothing') this.#ends = 'Nothing is recorded from here on'
    else if (state === 'end') this.#ends = 'The recording ends here'
    else if (state === 'broken') this.#ends = `The recording cannot be read on: ${reason}`
    if (state === 'nothing') this.#reel = null
    this.#turnOver()
  }

  /** What was asked for begins at once; what goes on from a film waits for its end. */
  #film(mime: string): void {
    const reel = { mime, dates: [], parts: [] }
    if (this.#begins || !this.#reel || !this.screen.filmed) {
      this.#begins = false
      this.#next = []
      this.#begin(reel)
    } else this.#next.push(reel)
  }

  #begin(reel: Reel): void {
    const { screen } = this
    screen.end()
    this.#reel = reel
    screen.start(reel.mime, video => {
      const here = reachable(video)
      if (here !== video.currentTime) video.currentTime = here
      video.playbackRate = this.#rate
    })
    screen.hold(this.#held)
    for (const part of reel.parts.splice(0)) screen.take(part)
  }

  get #last(): Reel | null {
    return this.#next.at(-1) ?? this.#reel
  }

  #take(data: ArrayBuffer): void {
    const reel = this.#last
    if (reel && reel === this.#reel) this.screen.take(data)
    else reel?.parts.push(data)
    if (this.#held && !this.screen.filmed) this.#say({ pause: true }) // after the first picture
  }

  #beat(): void {
    this.#turnOver()
    if (!this.#reel || this.#next.length || !this.screen.filmed) return
    this.#say({ shown: this.screen.video.currentTime })
  }

  /** At the end of a film the next begins, or it is said why there is none. */
  #turnOver(): void {
    const { screen } = this
    const through =
      !this.#reel || !screen.filmed || screen.until - screen.video.currentTime < NEARLY
    if (!through) return
    const next = this.#next.shift()
    if (next) this.#begin(next)
    else if (this.#ends) this.hears.state(this.#ends)
  }
}
