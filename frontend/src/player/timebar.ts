/** The time bar of a player: what is kept, the call, the marks, and the head one moves. */

import { html, nothing, render } from 'lit'
import { styleMap } from 'lit/directives/style-map.js'
import { clamp, type Span, share, time, told } from './timeline'

const STEP = 5 // seconds
const FAR = 30

export interface Shown {
  bar: Span
  at: number
  call: number
  /** Between these one may look. */
  limits: Span
  spans: readonly Span[]
  marks: readonly [number | null, number | null]
  /** What is heard in place of the moment. */
  words: string
}

export class TimeBar {
  readonly element = document.createElement('div')
  readonly #track = document.createElement('div')
  readonly #ends = document.createElement('p')
  #shown: Shown | null = null
  /** Where a finger or a mouse drags the head to. */
  #dragged: number | null = null

  constructor(private readonly seek: (at: number) => void) {
    const track = this.#track
    this.element.className = 'time-bar'
    this.#ends.className = 'ends muted'
    this.#ends.ariaHidden = 'true'
    track.className = 'track'
    track.tabIndex = 0
    track.setAttribute('role', 'slider')
    track.setAttribute('aria-label', 'Time of the picture')
    track.addEventListener('pointerdown', event => this.#down(event))
    track.addEventListener('pointermove', event => this.#move(event))
    track.addEventListener('pointerup', () => this.#drop())
    track.addEventListener('pointercancel', () => {
      this.#dragged = null
    })
    this.element.append(track, this.#ends)
  }

  /** A step by the arrow keys; whether this key was one. */
  key(event: KeyboardEvent): boolean {
    const shown = this.#shown
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!shown || !way) return false
    this.seek(clamp(shown.at + way * (event.shiftKey ? FAR : STEP), shown.limits))
    return true
  }

  draw(shown: Shown): void {
    this.#shown = shown
    const { bar, call, limits, spans, marks } = shown
    const at = this.#dragged ?? shown.at
    const track = this.#track
    track.setAttribute('aria-valuemin', String(Math.round(bar[0])))
    track.setAttribute('aria-valuemax', String(Math.round(bar[1])))
    track.setAttribute('aria-valuenow', String(Math.round(clamp(at, bar))))
    track.setAttribute('aria-valuetext', shown.words || told(at, call))
    const [from, to] = marks
    const part = (name: string, span: Span) => html`<i class=${name} style=${place(span, bar)}></i>`
    const point = (name: string, moment: number) =>
      html`<b class=${name} style=${styleMap({ left: `${share(moment, bar)}%` })}></b>`
    render(
      html`
        ${spans.map(span => part('kept', span))}
        ${limits[0] > bar[0] ? part('shut', [bar[0], limits[0]]) : nothing}
        ${limits[1] < bar[1] ? part('shut', [limits[1], bar[1]]) : nothing}
        ${from !== null && to !== null && to > from ? part('chosen', [from, to]) : nothing}
        ${from !== null ? point('mark', from) : nothing}
        ${to !== null ? point('mark', to) : nothing}
        ${on(call, bar) ? point('call', call) : nothing}
        ${on(at, bar) ? point('head', at) : nothing}
      `,
      track,
    )
    const label = on(call, bar)
      ? html`<span class="call-at" style=${styleMap({ left: `${clamp(share(call, bar), [22, 78])}%` })}>call ${time(call)}</span>`
      : nothing
    render(html`<span>${time(bar[0])}</span>${label}<span>${time(bar[1])}</span>`, this.#ends)
  }

  #down(event: PointerEvent): void {
    if (event.button) return
    this.#track.setPointerCapture(event.pointerId)
    this.#dragged = this.#under(event)
    this.#draw()
  }

  #move(event: PointerEvent): void {
    if (this.#dragged === null) return
    this.#dragged = this.#under(event)
    this.#draw()
  }

  #drop(): void {
    const at = this.#dragged
    this.#dragged = null
    if (at !== null) this.seek(at)
  }

  #draw(): void {
    if (this.#shown) this.draw(this.#shown)
  }

  #under(event: PointerEvent): number {
    const { left, width } = this.#track.getBoundingClientRect()
    const { bar, limits } = this.#shown!
    const at = bar[0] + ((event.clientX - left) / Math.max(1, width)) * (bar[1] - bar[0])
    return clamp(clamp(at, bar), limits)
  }
}

function on(at: number, [begin, end]: Span): boolean {
  return at >= begin && at <= end
}

function place(span: Span, bar: Span) {
  const left = share(span[0], bar)
  return styleMap({ left: `${left}%`, width: `${share(span[1], bar) - left}%` })
}
