/** One camera as it is now: film, a playlist or JPEG on its screen, and what the door says of it. */

import type { Api } from '../api'
import { Chase } from './chase'
import { type Follow, mediaSource, plays } from './film'
import { Line, type Words } from './line'
import type { Screen } from './screen'

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

/** Which camera, for which call, and what this browser plays. */
export interface At {
  camera: string
  incident: string
  film: string[]
}

export interface LiveHears {
  /** What is to be said in place of the picture; "" where it needs no words. */
  state(words: string): void
  also(others: Other[]): void
  /** The owner's minutes are nearly over. */
  ending(seconds: number): void
  kept(minutes: number): void
  still(told: Kept): void
  /** It is over; only a person begins again. */
  ended(words: string): void
}

type Told = Words &
  (
    | { type: 'film'; mime: string; url?: string }
    | { type: 'state'; state: 'connecting' | 'showing' | 'no_picture'; reason: string }
    | { type: 'also'; also: Other[] }
    | { type: 'ending'; seconds: number }
    | { type: 'kept'; minutes: number }
    | ({ type: 'still' } & Kept)
    | { type: 'opened' | 'renewed' }
  )

export class Live {
  /** When something was last heard of the picture. */
  heardAt = Date.now()
  readonly #line: Line<Told>

  constructor(
    api: Api,
    { camera, incident, film }: At,
    private readonly screen: Screen,
    private readonly hears: LiveHears,
    /** It speaks a code this browser takes no film of. */
    private readonly noFilm: () => void,
  ) {
    const door = { path: `/api/cameras/${camera}/live`, incident, plays: film }
    this.#line = new Line(api, door, {
      words: words => this.#hear(words),
      bytes: data => {
        this.heardAt = Date.now()
        screen.take(data)
      },
      lost: words => hears.state(`No picture: ${words}`),
      ended: words => hears.ended(words),
    })
    hears.state('Connecting to the camera')
    this.#line.open()
  }

  close(): void {
    this.#line.close()
    this.screen.end()
  }

  send(word: 'keep' | 'still'): void {
    this.#line.send(word)
  }

  #hear(words: Told): void {
    const { hears } = this
    if (words.type === 'film') this.#start(words.mime, words.url)
    else if (words.type === 'state') this.#state(words.state, words.reason)
    else if (words.type === 'also') hears.also(words.also)
    else if (words.type === 'ending') hears.ending(words.seconds)
    else if (words.type === 'kept') hears.kept(words.minutes)
    else if (words.type === 'still') hears.still(words)
  }

  #state(state: string, reason: string): void {
    if (state === 'connecting') this.hears.state('Connecting to the camera')
    if (state === 'no_picture') this.hears.state(`No picture: ${reason}`)
    if (state === 'showing') this.hears.state('')
  }

  #start(mime: string, url?: string): void {
    const { screen } = this
    if (url) {
      const list = { url: this.#line.beside(url), pass: () => this.#line.pass }
      screen.list(list, () => {
        this.heardAt = Date.now()
      })
    } else if (mime.startsWith('video/') && !mediaSource()?.isTypeSupported(mime)) this.noFilm()
    else screen.start(mime, following())
  }
}

/** What to ask for after a film or a list broke: the list taken apart, then pictures. */
export function less(film: string[]): string[] {
  return film.includes('hls') ? film.filter(name => name !== 'hls') : []
}

/** Everything this browser plays. */
export function all(): string[] {
  return mediaSource() ? [...plays(), 'hls'] : []
}

function following(): Follow {
  const chase = new Chase()
  return video => {
    const { buffered } = video
    const last = buffered.length - 1
    const to = chase.next(video.currentTime, buffered.start(last), buffered.end(last))
    if (to.jump !== undefined) video.currentTime = to.jump
    if (to.rate !== undefined) video.playbackRate = to.rate
  }
}
