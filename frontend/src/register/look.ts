/** Where it looks: the fields, the handles and the server's word on it, kept as one. */

import type { LngLat } from '../geo'
import { latest } from './latest'
import { noteOn, type Preview, type Question, questionOf } from './preview'
import { away, type Sight } from './sight'
import { type Footprints, outward } from './walls'
import { Note, type Wizard } from './wizard'

const ALL_ROUND = 360

export class Look {
  #note = new Note()
  #preview: Preview | null = null
  #asked: Question | null = null
  #guess: { at: LngLat; azimuth: number | null } | null = null
  #open = false
  #asker = latest<Question, Preview>(
    question => this.#ask(question),
    (preview, newest) => this.#take(preview, newest),
    () => this.#note.set(this.wizard.words.unseen, true),
  )

  constructor(
    private readonly wizard: Wizard,
    slot: Element,
    private readonly judged: (inBounds: boolean) => void,
  ) {
    // Below the map: it must not move under a hand that drags.
    slot.after(legend(wizard.words), this.#note.line)
    const { form } = wizard.fields
    form.addEventListener('input', event => this.#typed(event.target as HTMLInputElement))
    form.addEventListener('change', event => {
      if ((event.target as HTMLInputElement).name === 'range') this.#fit()
    })
  }

  /** Whether the place that is filled in was answered to lie outside of the centre's area. */
  get outside(): boolean {
    return this.#answer?.in_bounds === false
  }

  /** The last answer, where it is about the place that is filled in now. */
  get #answer(): Preview | null {
    const { place } = this.wizard.fields
    return this.#asked?.position.join() === place?.join() ? this.#preview : null
  }

  /** Draw what is filled in, and ask the server about it. */
  changed(): void {
    const question = questionOf(this.wizard.fields)
    if (question) this.#asker.ask(question)
    this.draw()
  }

  draw(): void {
    const { fields, ground } = this.wizard
    const { place, azimuth, sight } = fields
    const known = azimuth !== null
    const answer = this.#answer
    const at = answer?.in_bounds ? answer.position : place
    const drawn = known ? sight : { ...sight, hfov: ALL_ROUND }
    ground?.show(at, known || this.#open ? drawn : null, this.#open && known, {
      seen: known ? (answer?.sees ?? null) : null,
      reach: this.#open ? (answer?.reach ?? null) : null,
    })
  }

  async open(): Promise<void> {
    this.#open = true
    const { fields } = this.wizard
    if (!fields.given('hfov')) fields.usePreset()
    await this.#begin()
    this.changed()
    this.#fit()
  }

  close(): void {
    this.#open = false
    this.draw()
  }

  turn(sight: Sight): void {
    this.wizard.fields.sight = sight
    this.changed()
  }

  /** A tap on the map in this step: it looks there. */
  towards(spot: LngLat): void {
    const { place } = this.wizard.fields
    if (!place) return
    this.wizard.fields.azimuth = away(place, spot).bearing
    this.changed()
  }

  #typed(field: HTMLInputElement | HTMLSelectElement): void {
    const { fields, ground } = this.wizard
    if (field.name === 'preset') fields.usePreset()
    else if (field.name === 'direction') fields.turnTo(field.value, ground !== null)
    else if (field.name === 'azimuth') fields.nameWind()
    else if (!['hfov', 'range', 'height', 'indoor', 'lng', 'lat'].includes(field.name)) return
    this.changed()
    if (field.name === 'preset') this.#fit()
  }

  #fit(): void {
    const { fields, ground } = this.wizard
    if (this.#open && fields.place) ground?.fit(fields.place, fields.sight)
  }

  /** Most cameras look straight away from their wall: begin there, and say that it is a guess. */
  async #begin(): Promise<void> {
    const { api, fields, ground } = this.wizard
    const { place } = fields
    if (!ground || !place || fields.azimuth !== null || this.#guess?.at.join() === place.join())
      return
    this.#guess = { at: place, azimuth: null }
    const path = `/api/register/buildings?at=${place.join()}`
    const azimuth = outward(place, await api.get<Footprints>(path).catch(() => NOTHING))
    if (azimuth === null || fields.azimuth !== null) return
    fields.azimuth = azimuth
    this.#guess = { at: place, azimuth: fields.azimuth }
  }

  async #ask(question: Question): Promise<Preview> {
    const preview = await this.wizard.api.send<Preview>('POST', '/api/register/preview', question)
    this.#asked = question
    return preview
  }

  #take(preview: Preview, newest: boolean): void {
    this.#preview = preview
    this.draw()
    if (!newest || !this.#asked) return
    const { fields, ground } = this.wizard
    // Where there is no map nobody can tap it: the field for the direction says enough.
    const words = ground ? this.wizard.words : { ...this.wizard.words, turnless: '' }
    const guessed = this.#guess !== null && this.#guess.azimuth === fields.azimuth
    const first = guessed && fields.azimuth !== null ? words.guessed : ''
    this.#note.set(noteOn(preview, this.#asked, words) || first, !preview.in_bounds)
    this.judged(preview.in_bounds)
  }
}

function legend({ key_seen, key_hidden }: Wizard['words']): HTMLElement {
  const legend = document.createElement('p')
  legend.className = 'legend'
  for (const words of [key_seen, key_hidden]) {
    const part = document.createElement('span')
    part.textContent = words
    legend.append(part)
  }
  return legend
}

const NOTHING: Footprints = { type: 'FeatureCollection', features: [] }
