/** One camera live: its screen, what is said of it, and what can be done with it. */

import { html, nothing, render } from 'lit'
import type { Api } from '../api'
import { wind } from '../geo'
import { type Camera, SEES_WORDS } from '../incident/camera'
import { capital } from '../incident/panel'
import type { Picture } from '../incident/pictures'
import { kindOf } from '../kinds'
import { Panel } from '../ptz/panel'
import { say } from '../say'
import { mediaSource, plays } from './film'
import { type Hears, type Kept, Line, type Other } from './line'
import { Screen } from './screen'

const QUIET = 3000 // ms without a picture, then it is said

export interface PlayerEvents {
  close(player: Player): void
  step(player: Player, by: number): void
  /** To the wall, or back from it. */
  wall(player: Player): void
  /** A still was kept for the call. */
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
  #line: Line
  #plays = plays()
  #breaks = 0
  #state = 'Connecting to the camera'
  #live = false
  #also: Other[] = []
  #endsAt = 0
  #ended = false
  #note = ''
  #heardAt = 0
  #timer: number

  constructor(
    readonly camera: Camera,
    private readonly incident: string,
    private readonly api: Api,
    private readonly on: PlayerEvents,
  ) {
    const { element } = this
    const screen = document.createElement('div')
    element.className = `player kind-${camera.kind}`
    element.tabIndex = -1
    element.dataset.player = camera.id
    element.setAttribute('aria-label', `Live: ${camera.name}`)
    screen.className = 'screen'
    this.#words.setAttribute('role', 'status')
    element.append(this.#head, screen, this.#foot)
    screen.append(this.#words)
    this.#screen = new Screen(
      screen,
      () => this.#firstPicture(),
      () => this.#broke(),
    )
    element.addEventListener('keydown', event => this.#key(event))
    const { turned } = on
    this.#panel =
      camera.form === 'ptz' && turned ? new Panel(api, camera.id, incident, turned) : null
    if (this.#panel) element.append(this.#panel.element)
    this.#line = this.#connect()
    this.#timer = window.setInterval(() => this.#tick(), 1000)
    this.#draw()
  }

  /** Show the newest still until film comes. */
  still(picture: Picture | undefined): void {
    if (!this.#ended) this.#screen.still(picture)
  }

  close(): void {
    this.rest()
    clearInterval(this.#timer)
    this.#panel?.close()
    this.element.remove()
  }

  /** Look away for a while: nobody watches through a hidden page. */
  rest(): void {
    this.#line.close()
    this.#screen.end()
  }

  wake(): void {
    if (this.#ended) return
    this.#say('Connecting to the camera')
    this.#line = this.#connect()
  }

  send(word: 'keep' | 'still'): void {
    this.#line.send(word)
  }

  /** Say something of it, to the eye and to the ear. */
  note(words: string): void {
    this.#note = words
    say(words)
    this.#draw()
  }

  #connect(): Line {
    const { camera, incident } = this
    const line = new Line(this.api, camera.id, incident, this.#plays, this.#hears())
    this.#heardAt = Date.now()
    line.open()
    return line
  }

  #hears(): Hears {
    return {
      film: mime => this.#start(mime),
      bytes: data => {
        this.#heardAt = Date.now()
        this.#screen.take(data)
      },
      state: (state, reason) => {
        if (state === 'connecting') this.#say('Connecting to the camera')
        if (state === 'no_picture') this.#say(`No picture: ${reason}`)
        if (state === 'showing' && !this.#live) this.#say('The picture is coming')
      },
      also: others => {
        this.#also = others
        this.#draw()
      },
      ending: seconds => {
        this.#endsAt = Date.now() + seconds * 1000
        say(`${this.camera.name} ends in ${seconds} seconds. Press k to keep it.`)
        this.#draw()
      },
      kept: minutes => {
        this.#endsAt = 0
        this.note(`Kept for ${minutes} more minutes, and written down`)
      },
      still: told => this.#stillKept(told),
      ended: words => this.#end(words),
    }
  }

  #start(mime: string): void {
    const film = mime.startsWith('video/')
    if (film && !mediaSource()?.isTypeSupported(mime)) this.#asJpeg()
    else this.#screen.start(mime)
  }

  /** A film that cannot be read is begun anew; one that breaks again comes as JPEG. */
  #broke(): void {
    if (++this.#breaks > 1) {
      this.#asJpeg()
      return
    }
    this.rest()
    this.wake()
  }

  #asJpeg(): void {
    this.#plays = []
    this.rest()
    this.wake()
  }

  #firstPicture(): void {
    this.#live = true
    this.#say('')
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
    this.#live = false
    this.#endsAt = 0
    this.#line.close()
    this.#screen.clear()
    say(`${this.camera.name}: ${words}`)
    this.#say(capital(words))
  }

  #again(): void {
    this.#ended = false
    this.wake()
  }

  #tick(): void {
    const quiet = Date.now() - this.#heardAt
    if (this.#live && quiet > QUIET) {
      this.#say(`No new picture for ${Math.round(quiet / 1000)} s`)
    } else if (this.#live && this.#state.startsWith('No new picture')) this.#say('')
    if (this.#endsAt) this.#draw()
  }

  #say(words: string): void {
    if (words && !words.startsWith('No new picture')) this.#live = false
    this.#state = words
    this.#draw()
  }

  /** On the player itself, not on one of its buttons. */
  #key(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.target !== this.element) return
    event.preventDefault()
    this.on.wall(this)
  }

  #draw(): void {
    const { camera } = this
    this.#words.textContent = this.#state
    this.#words.hidden = !this.#state
    render(
      html`
        <b class="no kind-${camera.kind}">${camera.no}</b>
        <h2>${camera.name} <span class="muted">${camera.number}</span></h2>
        <span class="state" data-shows=${this.#live ? 'live' : ''}>${this.#live ? 'live' : ''}</span>
        <button type="button" class="leave" title="Close (Esc)" @click=${() => this.on.close(this)}>
          <span aria-hidden="true">✕</span><span class="unseen">Close ${camera.name}</span>
        </button>
      `,
      this.#head,
    )
    render(this.#below(), this.#foot)
  }

  #below() {
    const left = Math.max(0, Math.round((this.#endsAt - Date.now()) / 1000))
    const names = this.#also.map(({ name, call }) => (call ? `${name} (${call})` : name))
    return html`
      ${
        this.#endsAt
          ? html`<p class="explain amber ending">Its owner's time ends in ${left} s.
            <button type="button" @click=${() => this.send('keep')}>Keep 5 more minutes <kbd>k</kbd></button></p>`
          : nothing
      }
      ${names.length ? html`<p class="muted">Also watched by ${names.join(', ')}</p>` : nothing}
      ${this.#note ? html`<p class="muted">${this.#note}</p>` : nothing}
      <div class="row">
        <button type="button" @click=${() => this.on.step(this, -1)}>Previous <kbd>[</kbd></button>
        <button type="button" @click=${() => this.on.step(this, 1)}>Next <kbd>]</kbd></button>
        <span class="space"></span>
        ${
          this.#ended
            ? html`<button type="button" class="main" @click=${() => this.#again()}>Ask again</button>`
            : html`<button type="button" ?disabled=${!this.#live} @click=${() => this.send('still')}>Keep still <kbd>s</kbd></button>`
        }
        <button type="button" @click=${() => this.on.wall(this)}>Wall <kbd>Enter</kbd></button>
      </div>
      ${this.#facts()}
    `
  }

  #facts() {
    const { camera } = this
    const told: [string, string][] = [
      ['Why', capital(camera.why)],
      ['Sight', capital(SEES_WORDS[camera.sees])],
      ['Kind', `${kindOf(camera.kind).name}, ${camera.form}`],
      ['Distance', `${Math.round(camera.distance)} m ${wind(camera.bearing)} of the call`],
      ['Detail there', camera.level ? capital(camera.level) : 'Too coarse to detect a person'],
      ['Access', capital(camera.accessReason || 'Open')],
    ]
    return html`<details class="more">
      <summary>About this camera</summary>
      <dl>${told.map(([name, words]) => html`<dt>${name}</dt><dd>${words}</dd>`)}</dl>
    </details>`
  }
}
