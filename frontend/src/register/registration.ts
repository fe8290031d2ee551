/** The whole way: four steps with one map, a draft that is offered again, and the sending. */

import type { Api } from '../api'
import { must } from '../page'
import { say } from '../say'
import { type Draft, forget, keep, kept, restore } from './draft'
import type { Fault } from './faults'
import { Fields } from './fields'
import { Look } from './look'
import { Proof } from './proof'
import { Public } from './public'
import { Steps } from './steps'
import { Where } from './where'
import { button, type Facts, type Wizard } from './wizard'

/** Which steps have the map, and where in them. */
const SLOTS: Record<string, string> = {
  'step-place': '#wizard-map',
  'step-view': '#wizard-view',
  'step-consent': '#wizard-public',
}
const FAR: [number, number, number, number] = [-125, 25, -66, 49]

export class Registration {
  #wizard: Wizard
  #send: HTMLButtonElement
  #steps: Steps
  #where: Where
  #look: Look
  #public: Public
  #proof: Proof
  #box = document.createElement('div')
  #step = ''
  #drawn = false
  #sending = false
  #goesOn = false

  constructor(
    private readonly form: HTMLFormElement,
    private readonly facts: Facts,
    api: Api,
  ) {
    const { words, limits, presets } = facts
    this.#wizard = { api, words, fields: new Fields(form, presets, limits), ground: null }
    this.#proof = new Proof(() => api.get(facts.challenge))
    // On the map both are pointed at, so it stands before the fields that say the same in words.
    must('#id_q').closest('.field')?.after(must('#wizard-map'))
    must('#id_preset').closest('.field')?.after(must('#wizard-view'))
    this.#look = new Look(this.#wizard, must('#wizard-view'), inside => this.#where.judge(inside))
    this.#where = new Where(this.#wizard, must('#wizard-map'), () => this.#moved())
    this.#public = new Public(this.#wizard, must('#wizard-public'))
    this.#box.className = 'ground'
    this.#send = must<HTMLButtonElement>('button[value="send"]', form)
    // Those are the ways of a form without a script; Enter must not take them.
    for (const way of ['search', 'look']) form.querySelector(`button[value="${way}"]`)?.remove()
    form.noValidate = true // each step is looked at by itself
    this.#steps = new Steps(form, this.#send, words, {
      faults: step => (step === 'step-place' ? this.#placeFaults() : []),
      shown: step => this.#shown(step),
    })
  }

  begin(): void {
    const { form } = this
    const draft = kept(sessionStorage, Date.now())
    const refused = document.querySelector<HTMLElement>('#faults')
    this.#steps.begin(refused ? this.#steps.faulty() : 0, false)
    refused?.focus()
    if (!refused && draft?.goesOn) this.#goOn(draft)
    else if (!refused && draft) this.#offer(draft)
    if (this.#wizard.fields.place) this.#look.changed()
    form.addEventListener('focusin', () => this.#proof.begin(), { once: true })
    form.addEventListener('submit', event => this.#submit(event))
    document.querySelector('form.languages')?.addEventListener('submit', () => {
      this.#goesOn = true
    })
    addEventListener('pagehide', () => this.#keep())
    addEventListener('pageshow', () => {
      this.#sending = false
    })
    void this.#draw()
  }

  /** The map is large: fetched when the form already works, and only where it can be drawn. */
  async #draw(): Promise<void> {
    const { words, limits, bounds } = this.facts
    if (document.createElement('canvas').getContext('webgl2') === null) {
      return this.#where.warn(words.no_map)
    }
    const { Ground } = await import('./ground')
    this.#drawn = true
    document.body.classList.add('drawn', 'wide')
    const numbers = this.form.querySelector('details')
    if (numbers && matchMedia('(min-width: 900px)').matches) numbers.open = true
    this.#place()
    this.#box.ariaLabel = words.map
    this.#wizard.ground = new Ground(this.#box, bounds ?? FAR, words, limits, {
      moved: to => this.#where.pin(to),
      turned: sight => this.#look.turn(sight),
      tapped: to => {
        if (this.#step === 'step-place') this.#where.pin(to)
        else if (this.#step === 'step-view') this.#look.towards(to)
      },
    })
    const { place } = this.#wizard.fields
    if (place) this.#wizard.ground.goTo(place)
    this.#shown(this.#step)
  }

  #shown(step: string): void {
    this.#step = step
    document.body.dataset.step = step
    this.#place()
    this.#keep()
    if (step === 'step-view') void this.#look.open()
    else this.#look.close()
    if (step === 'step-consent') void this.#public.open()
  }

  #moved(): void {
    this.#steps.clear()
    document.querySelector('.offer')?.remove() // something else was begun
    this.#look.changed()
  }

  /** Move the one map to where this step has it. */
  #place(): void {
    const slot = this.form.querySelector<HTMLElement>(SLOTS[this.#step] ?? '#none')
    if (!this.#drawn || !slot || this.#box.parentElement === slot) return
    slot.append(this.#box)
    slot.hidden = false
    this.#wizard.ground?.resize()
  }

  #placeFaults(): Fault[] {
    const { words } = this.facts
    if (!this.#wizard.fields.place) return [{ id: 'id_q', message: words.placeless }]
    return this.#look.outside ? [{ id: 'id_q', message: words.outside }] : []
  }

  #keep(): void {
    if (!this.#wizard.fields.place) return
    const now = { step: this.#steps.now, goesOn: this.#goesOn }
    keep(now, this.form, sessionStorage, Date.now())
  }

  #offer(draft: Draft): void {
    const { words } = this.facts
    const box = document.createElement('div')
    const line = document.createElement('p')
    line.textContent = words.begun
    box.className = 'note offer'
    const goOn = button(words.go_on, () => {
      box.remove()
      this.#goOn(draft)
    })
    const anew = button(words.anew, () => {
      box.remove()
      forget(sessionStorage)
    })
    box.append(line, goOn, anew)
    this.form.before(box)
    say(words.begun)
  }

  #goOn(draft: Draft): void {
    restore(draft, this.form)
    this.#steps.begin(draft.step, true)
    this.#look.changed()
  }

  async #submit(event: SubmitEvent): Promise<void> {
    if (this.#sending) return
    event.preventDefault()
    const last = this.#steps.last
    if (!this.#steps.next() || !last) return
    say(this.facts.words.proving)
    this.#send.disabled = true
    this.#wizard.fields.write('altcha', await this.#proof.payload())
    this.#send.disabled = false
    this.#sending = true
    // Not at once: while the form still says that it is about to be sent, it cannot be sent.
    setTimeout(() => this.form.requestSubmit(this.#send))
  }
}
