/** The time bar of a player: what is kept, the call, the marks, and the head one moves. */

import { html, nothing, render, svg } from 'lit'
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
  readonly #ends = document.createElement('div')
  #shown: Shown | null = null
  /** Where a finger or a mouse drags the head to. */
  #dragged: number | null = null

  constructor(private readonly seek: (at: number) => void) {
    const track = this.#track
    this.element.className = 'time-bar'
    this.#ends.className = 'ends'
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
    render(
      html`<svg aria-hidden="true">
        ${spans.map(span => part('kept', span, bar))}
        ${part('shut', [bar[0], limits[0]], bar)} ${part('shut', [limits[1], bar[1]], bar)}
        ${from !== null && to !== null ? part('chosen', [from, to], bar) : nothing}
        ${[from, to].map(mark => (mark === null ? nothing : point('mark', mark, bar)))}
        ${point('call', call, bar)} ${point('head', at, bar)}
      </svg>`,
      track,
    )
    render(
      html`<svg aria-hidden="true">
        <text x="0" y="12">${time(bar[0])}</text>
        ${on(call, bar) ? svg`<text class="call" x=${`${clamp(share(call, bar), [31, 69])}%`} y="12">call ${time(call)}</text>` : nothing}
        <text class="last" x="100%" y="12">${time(bar[1])}</text>
      </svg>`,
      this.#ends,
    )
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

function part(name: string, span: Span, bar: Span) {
  const [left, right] = [share(span[0], bar), share(span[1], bar)]
  if (right <= left) return nothing
  return svg`<rect class=${name} x=${`${left}%`} width=${`${right - left}%`} height="100%"></rect>`
}

function point(name: string, at: number, bar: Span) {
  if (!on(at, bar)) return nothing
  return svg`<svg class=${name} x=${`${share(at, bar)}%`} overflow="visible">
    <rect x="-1.5" width="3" height="100%"></rect><path d="M-6 0h12l-6 7z"></path>
  </svg>`
}
