/** One camera, live or as it was: its screen, what is said of it, and what can be done with it. */

import { html, render } from 'lit'
import type { Api } from '../api'
import type { Camera } from '../incident/camera'
import { capital } from '../incident/panel'
import type { Picture } from '../incident/pictures'
import { Panel } from '../ptz/panel'
import { say } from '../say'
import { Deck } from './deck'
import { type FootEvents, foot, type Key } from './foot'
import { all, type Kept, Live, less, type Other } from './live'
import { Screen } from './screen'
import { BEFORE } from './timeline'

const QUIET = 3000 // ms without a picture, then it is said

/** The call a player is opened for. */
export interface For {
  id: string
  reported_at: string
}

export interface PlayerEvents {
  close(player: Player): void
  step(player: Player, by: number): void
  /** To the wall, or back from it. */
  wall(player: Player): void
  /** A still or a clip was kept for the call. */
  kept(): void
  /** It was turned and looks elsewhere now; null for who turns none. */
  turned: (() => void) | null
}

export class Player {
  readonly element = document.createElement('section')
  readonly #screen: Screen
  readonly #head = document.createElement('header')
  readonly #foot = document.createElement('div')
  readonly #words = document.createElement('p')
  readonly #panel: Panel | null
  readonly #deck: Deck
  readonly #call: number
  #live: Live | null = null
  #film = all()
  #breaks = 0
  #state = ''
  #shown = false
  #also: Other[] = []
  #endsAt = 0
  #ended = false
  #note = ''
  /** Where it goes on when somebody looks again. */
  #past: number | null = null
  #timer: number

  constructor(
    readonly camera: Camera,
    private readonly call: For,
    private readonly api: Api,
    private readonly on: PlayerEvents,
  ) {
    const { element } = this
    const screen = document.createElement('div')
    element.className = `player kind-${camera.kind}`
    element.tabIndex = -1
    element.dataset.player = camera.id
    element.setAttribute('aria-label', camera.name)
    screen.className = 'screen'
    this.#words.setAttribute('role', 'status')
    screen.append(this.#words)
    const [first, broken] = [() => this.#first(), () => this.#broke()]
    this.#screen = new Screen(screen, first, broken)
    this.#call = Date.parse(call.reported_at) / 1000
    const of = { camera: camera.id, incident: call.id, call: this.#call }
    this.#deck = new Deck(api, of, this.#screen, {
      record: at => this.#record(at),
      state: words => this.#say(words),
      ending: seconds => this.#ending(seconds, ''),
      note: words => this.note(words),
      kept: () => on.kept(),
      ended: words => this.#end(words),
    })
    element.append(this.#head, screen, this.#deck.element, this.#foot)
    element.addEventListener('keydown', event => this.#key(event))
    const { turned } = on
    const turns = camera.form === 'ptz' && turned
    this.#panel = turns ? new Panel(api, camera.id, call.id, turned) : null
    if (this.#panel) element.append(this.#panel.element)
    this.#timer = window.setInterval(() => this.#tick(), 1000)
    this.wake()
  }

  readonly #deeds: FootEvents = {
    step: by => this.on.step(this, by),
    wall: () => this.on.wall(this),
    press: key => this.press(key),
    again: () => {
      this.#ended = false
      this.wake()
    },
  }

  /** Show the newest still until film comes. */
  still(picture: Picture | undefined): void {
    if (!this.#ended && this.#past === null) this.#screen.still(picture)
  }

  close(): void {
    this.rest()
    clearInterval(this.#timer)
    this.#panel?.close()
    this.element.remove()
  }

  /** Look away for a while: nobody watches through a hidden page. */
  rest(): void {
    if (this.#deck.past) this.#past = this.#deck.past.at
    this.#deck.close()
    this.#live?.close()
    this.#live = null
    this.#shown = false
    this.#endsAt = 0
  }

  wake(): void {
    if (this.#ended) return
    if (this.#past === null) this.#live = this.#watch()
    else this.#deck.open(this.#past, this.#film)
    this.#draw()
  }

  press(key: Key): void {
    if (key === 'recorded') this.#deck.past || this.#record(this.#call - BEFORE)
    else if (key === 'live') this.#past === null || this.#toLive()
    else if (key === 'in' || key === 'out') this.#deck.mark(key)
    else this.#live?.send(key)
  }

  /** Say something of it, to the eye and to the ear. */
  note(words: string): void {
    this.#note = words
    say(words)
    this.#draw()
  }

  #watch(): Live {
    const hears = {
      state: (words: string) => this.#say(words || (this.#shown ? '' : 'The picture is coming')),
      also: (others: Other[]) => {
        this.#also = others
        this.#draw()
      },
      ending: (seconds: number) => this.#ending(seconds, ' Press k to keep it.'),
      kept: (minutes: number) => {
        this.#endsAt = 0
        this.note(`Kept for ${minutes} more minutes, and written down`)
      },
      still: (told: Kept) => this.#stillKept(told),
      ended: (words: string) => this.#end(words),
    }
    const { api, camera, call } = this
    const door = { camera: camera.id, incident: call.id, film: this.#film }
    return new Live(api, door, this.#screen, hears, () => this.#begin([]))
  }

  /** A film that cannot be read is begun anew, a list is taken apart; what breaks again is JPEG. */
  #broke(): void {
    const again = ++this.#breaks > 1 || this.#film.includes('hls')
    this.#begin(again ? less(this.#film) : this.#film)
  }

  #begin(film: string[]): void {
    this.#film = film
    this.rest()
    this.wake()
  }

  #record(at: number): void {
    this.#ended = false
    this.rest()
    this.#past = Math.min(at, Date.now() / 1000 - 1)
    this.#also = []
    this.#note = ''
    say(`${this.camera.name}, recorded`)
    this.wake()
  }

  #toLive(): void {
    this.#ended = false
    this.rest()
    this.#past = null
    this.#note = ''
    say(`${this.camera.name}, live`)
    this.wake()
  }

  #first(): void {
    this.#shown = true
    this.#say('')
  }

  #ending(seconds: number, advice: string): void {
    this.#endsAt = Date.now() + seconds * 1000
    say(`${this.camera.name} ends in ${seconds} seconds.${advice}`)
    this.#draw()
  }

  #stillKept({ refused, sha256 }: Kept): void {
    if (refused) this.note(`The still was not kept: ${refused}`)
    else {
      this.note(`Still kept for the call, SHA-256 ${sha256?.slice(0, 12)}…`)
      this.on.kept()
    }
  }

  #end(words: string): void {
    this.#ended = true
    this.rest()
    this.#screen.clear()
    say(`${this.camera.name}: ${words}`)
    this.#say(capital(words))
  }

  #tick(): void {
    const quiet = this.#live ? Date.now() - this.#live.heardAt : 0
    const silent = this.#state.startsWith('No new picture')
    if (this.#shown && quiet > QUIET && (silent || !this.#state)) {
      this.#say(`No new picture for ${Math.round(quiet / 1000)} s`)
    } else if (silent && quiet <= QUIET) this.#say('')
    if (this.#endsAt) this.#draw()
    if (this.#past === null) this.#deck.draw()
  }

  #say(words: string): void {
    this.#state = words
    this.#draw()
  }

  /** On the player itself, not on one of its buttons. */
  #key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const { target } = event
    if (event.key === 'Enter' && target === this.element) this.on.wall(this)
    else if (this.#panel?.element.contains(target as Node) || !this.#deck.key(event)) return
    event.preventDefault()
  }

  #draw(): void {
    const { camera } = this
    const past = this.#past !== null
    const on = this.#shown && !this.#state
    this.#words.textContent = this.#state
    this.#words.hidden = !this.#state
    if (this.#panel) this.#panel.element.inert = past
    this.element.classList.toggle('past', past)
    render(
      html`
        <b class="no kind-${camera.kind}">${camera.no}</b>
        <h2>${camera.name} <span class="muted">${camera.number}</span></h2>
        <span class="state" data-shows=${past ? 'recorded' : on ? 'live' : ''}>${past ? 'recorded' : on ? 'live' : ''}</span>
        <button type="button" class="leave" title="Close (Esc)" @click=${() => this.on.close(this)}>
          <span aria-hidden="true">✕</span><span class="unseen">Close ${camera.name}</span>
        </button>
      `,
      this.#head,
    )
    const told = {
      camera,
      past,
      ended: this.#ended,
      shown: on,
      left: this.#endsAt ? Math.max(0, Math.round((this.#endsAt - Date.now()) / 1000)) : null,
      also: this.#also,
      note: this.#note,
    }
    render(foot(told, this.#deeds), this.#foot)
  }
}
