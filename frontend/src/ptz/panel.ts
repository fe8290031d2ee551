/** The buttons that turn one camera, for its player. */

import { html, nothing, render } from 'lit'
import { type Api, Problem } from '../api'
import { Hand, type Head, type Wish } from './hand'
import { type Step, step } from './way'

const BUTTONS: [Step, string, string][] = [
  ['left', '◂', 'Left'],
  ['right', '▸', 'Right'],
  ['up', '▴', 'Up'],
  ['down', '▾', 'Down'],
  ['in', '+', 'Closer'],
  ['out', '−', 'Wider'],
]
const KEYS: Record<string, Step> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  '+': 'in',
  '-': 'out',
}

export class Panel {
  readonly element = document.createElement('fieldset')
  readonly #hand: Hand
  #head: Head | null = null
  #words = ''
  #busy = false

  constructor(
    api: Api,
    camera: string,
    incident: string,
    /** It looks elsewhere now. */
    private readonly turned: () => void,
  ) {
    this.element.className = 'turning'
    this.element.hidden = true
    this.element.addEventListener('keydown', event => this.#key(event))
    this.#hand = new Hand(api, camera, incident, reason => {
      this.#words = wordsOf(reason)
      this.#draw()
      this.turned()
    })
    this.#read()
  }

  async close(): Promise<void> {
    this.element.remove()
    if (this.#hand.holding) await this.#letGo()
  }

  async #read(): Promise<void> {
    try {
      const told = await this.#hand.read()
      this.#head = told.limits ? told : null
      this.#words = told.limits ? told.held : told.hindrance
    } catch (reason) {
      this.#words = wordsOf(reason)
    }
    this.element.hidden = false
    this.#draw()
  }

  async #turn(wish: Wish): Promise<void> {
    if (this.#busy || !this.#head) return
    this.#busy = true
    this.#words = ''
    this.#draw()
    try {
      Object.assign(this.#head, await this.#hand.turn(wish))
      this.turned()
    } catch (reason) {
      this.#words = wordsOf(reason)
    }
    this.#busy = false
    this.#draw()
  }

  async #letGo(): Promise<void> {
    try {
      await this.#hand.letGo()
      this.turned()
    } catch (reason) {
      wordsOf(reason) // it lets go by itself, half a minute later
    }
  }

  async #home(): Promise<void> {
    await this.#letGo()
    await this.#read()
  }

  #step(by: Step): void {
    if (this.#head) this.#turn(step(this.#head, this.#head.limits, by))
  }

  #key(event: KeyboardEvent): void {
    const by = KEYS[event.key]
    if (!by) return
    event.preventDefault()
    event.stopPropagation()
    this.#step(by)
  }

  #draw(): void {
    const holding = this.#hand.holding
    render(
      html`
        <legend class="unseen">Turn the camera</legend>
        <div class="row" ?hidden=${!this.#head}>
          <span class="muted" aria-hidden="true">Turn</span>
          ${BUTTONS.map(
            ([by, sign, name]) => html`<button
              type="button" aria-disabled=${this.#busy} title=${name} @click=${() => this.#step(by)}
            ><span aria-hidden="true">${sign}</span><span class="unseen">${name}</span></button>`,
          )}
          <span class="space"></span>
          ${holding ? html`<button type="button" @click=${() => this.#home()}>Let go</button>` : nothing}
        </div>
        <p class="muted" role="status">${this.#words}</p>
      `,
      this.element,
    )
  }
}

/** The server's refusal in its words; programming mistakes stay loud. */
export function wordsOf(reason: unknown): string {
  if (reason instanceof Problem) return reason.detail || reason.title
  throw reason
}
