/** What a player can do with time: its bar, play and pause, back to live, and a clip to keep. */

import { html, nothing, render } from 'lit'
import type { Api } from '../api'
import { capital } from '../incident/panel'
import { type KeptClip, Past } from './past'
import type { Screen } from './screen'
import { TimeBar } from './timebar'
import { around, holding, length, moment, paged, type Span, told } from './timeline'

const OFTEN = 250 // ms between two looks at where the film is
const ANEW = 20_000 // ms after which it is asked again what is kept
const RATES = [1, 2, 4]

export interface DeckEvents {
  /** Somebody wants a moment that was. */
  record(at: number): void
  /** What is to be said in place of the picture; "" where it needs no words. */
  state(words: string): void
  ending(seconds: number): void
  note(words: string): void
  /** A clip was kept for the call. */
  kept(): void
  ended(words: string): void
}

/** Whose recording, and the moment of the call. */
export interface Of {
  camera: string
  incident: string
  call: number
}

export class Deck {
  readonly element = document.createElement('div')
  readonly #bar = new TimeBar(at => this.#seek(at))
  readonly #buttons = document.createElement('div')
  #past: Past | null = null
  #span: Span
  #from = 0
  #spans: readonly Span[] = []
  #said = ''
  #marks: [number | null, number | null] = [null, null]
  #done: number | null = null
  #timer = 0
  #asked = 0
  #onBar = true

  constructor(
    private readonly api: Api,
    private readonly of: Of,
    private readonly screen: Screen,
    private readonly on: DeckEvents,
  ) {
    this.element.className = 'deck'
    this.#buttons.className = 'deck-rows'
    this.element.append(this.#bar.element, this.#buttons)
    this.#span = around(of.call, now())
    this.draw()
  }

  get past(): Past | null {
    return this.#past
  }

  open(at: number, film: string[]): void {
    this.close()
    const whose = { ...this.of, film, at }
    const hears = {
      state: this.on.state,
      ending: this.on.ending,
      ended: this.on.ended,
      opened: (from: number) => {
        this.#from = from
        this.draw()
      },
      spans: (_: Span, spans: Span[], refused: string) => this.#know(spans, refused),
      clip: (told: KeptClip) => this.#clip(told),
    }
    this.#past = new Past(this.api, whose, this.screen, hears)
    this.#timer = window.setInterval(() => this.#tick(), OFTEN)
    this.#onBar = true
    this.#show(holding(this.#span, at))
  }

  close(): void {
    clearInterval(this.#timer)
    this.#past?.close()
    this.#past = null
    this.#done = null
    this.draw()
  }

  /** The keys that only mean something here; whether this was one. */
  key(event: KeyboardEvent): boolean {
    const onBar = this.#bar.element.contains(event.target as Node)
    if ((this.#past || onBar) && this.#bar.key(event)) return true // live, only on the bar itself
    const button = (event.target as Element).closest('button, summary, input')
    if (event.key !== ' ' || !this.#past || button) return false
    this.#hold()
    return true
  }

  /** Put the begin or the end of a clip where the head is. */
  mark(which: 'in' | 'out'): void {
    const past = this.#past
    if (!past) return
    const [from, to] = this.#marks
    const { at } = past
    if (which === 'in') this.#marks = [at, to !== null && to > at ? to : null]
    else this.#marks = [from !== null && from < at ? from : null, at]
    const [begin, end] = this.#marks
    const words = begin !== null && end !== null ? `, ${length(end - begin)} chosen` : ''
    this.on.note(`${which === 'in' ? 'In' : 'Out'} at ${moment(at, this.of.call)}${words}`)
    this.draw()
  }

  draw(): void {
    const { call } = this.of
    const past = this.#past
    const at = past?.at ?? now()
    if (!past && this.#span[1] < at && at - call < 1200) this.#span = around(call, at)
    this.#bar.draw({
      bar: this.#span,
      at,
      call,
      limits: [this.#from, now()],
      spans: this.#spans,
      marks: this.#marks,
      words: past ? '' : 'Now, live',
    })
    render(past ? this.#controls(past) : nothing, this.#buttons)
    this.#buttons.hidden = !past
  }

  #seek(at: number): void {
    if (!this.#past) this.on.record(at)
    else this.#past.seek(at)
    this.#onBar = true
    this.#show(holding(this.#span, at))
  }

  /** Show another part of the time, and ask what is kept of it. */
  #show(bar: Span): void {
    this.#span = bar
    this.#asked = performance.now()
    this.#past?.ask(bar)
    this.draw()
  }

  #page(by: number): void {
    this.#show(paged(this.#span, by, [this.#from, now()]))
    this.#onBar = holding(this.#span, this.#past?.at ?? 0) === this.#span
  }

  #tick(): void {
    const past = this.#past
    if (!past) return
    const bar = holding(this.#span, past.at)
    const left = this.#onBar && bar !== this.#span // by itself, not because somebody paged
    this.#onBar = bar === this.#span || left
    if (left) this.#show(bar)
    else if (performance.now() - this.#asked > ANEW) this.#show(this.#span)
    else this.draw()
  }

  #know(spans: Span[], refused: string): void {
    this.#spans = spans
    // where the head is, the screen says it
    const words = refused || (spans.length || this.#onBar ? '' : 'Nothing is recorded in this time')
    if (words && words !== this.#said) this.on.note(words)
    this.#said = words
    this.draw()
  }

  #hold(): void {
    const past = this.#past
    past?.hold(!past.held)
    this.draw()
  }

  #faster(): void {
    const past = this.#past
    past?.speed(RATES[(RATES.indexOf(past.rate) + 1) % RATES.length]!)
    this.draw()
  }

  #keep(): void {
    const [begin, end] = this.#marks
    if (begin === null || end === null) return
    this.#done = 0
    this.#past?.clip([begin, end])
    this.draw()
  }

  #clip({ done, refused, sha256, begin = 0, end = 0 }: KeptClip): void {
    this.#done = done ?? null
    if (refused) this.on.note(`The clip was not kept: ${refused}`)
    else if (sha256) {
      const words = `Clip of ${length(end - begin)} kept for the call`
      this.on.note(`${words}, SHA-256 ${sha256.slice(0, 12)}…`)
      this.#marks = [null, null]
      this.on.kept()
    }
    this.draw()
  }

  #controls(past: Past) {
    const [begin, end] = this.#marks
    const words = told(past.at, this.of.call)
    const chosen = begin !== null && end !== null
    return html`
      <div class="row">
        <button type="button" class="play" @click=${() => this.#hold()}>
          <span aria-hidden="true">${past.held ? '▶' : '❚❚'}</span>
          <span class="unseen">${past.held ? 'Play' : 'Pause'}</span> <kbd>space</kbd>
        </button>
        <time class="when">${capital(words)}</time>
        <span class="space"></span>
        ${this.screen.filmed ? html`<button type="button" @click=${() => this.#faster()}><span class="unseen">Speed </span>${past.rate}×</button>` : nothing}
      </div>
      <div class="row">
        <button type="button" @click=${() => this.mark('in')}>In <kbd>i</kbd></button>
        <button type="button" @click=${() => this.mark('out')}>Out <kbd>o</kbd></button>
        ${
          this.#done === null
            ? html`<button type="button" ?disabled=${!chosen} @click=${() => this.#keep()}>
                Keep clip${chosen ? ` of ${length(end - begin)}` : nothing}
              </button>`
            : html`<label class="keeping">Keeping the clip <progress .value=${this.#done}></progress></label>`
        }
        <span class="space"></span>
        <button type="button" @click=${() => this.#page(-1)}>Earlier</button>
        <button type="button" ?disabled=${this.#span[1] >= now()} @click=${() => this.#page(1)}>Later</button>
      </div>
    `
  }
}

function now(): number {
  return Date.now() / 1000
}
