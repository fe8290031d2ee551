/** The first step: an address, a tap on the map, or where this device is. */

import type { FeatureCollection, Point } from 'geojson'
import { type LngLat, metres } from '../geo'
import { must } from '../page'
import { say } from '../say'
import { type Address, Addresses } from './addresses'
import { latest } from './latest'
import { button, Note, type Wizard } from './wizard'

type Found = FeatureCollection<Point, { name: string }>

const NEXT_DOOR = 60 // metres: a pin farther off has another address

export class Where {
  #search = new Note()
  /** Below the map: it must not move under a hand that drags. */
  #pin = new Note()
  #chosen: Address | null = null
  #outside = false
  #nearest = latest<LngLat, Address[]>(
    at => this.#ask(`at=${at.join()}&limit=1`),
    (found, newest) => newest && this.#name(found[0]),
    () => this.#name(undefined),
  )

  constructor(
    private readonly wizard: Wizard,
    slot: Element,
    private readonly moved: () => void,
  ) {
    const { words } = wizard
    slot.before(this.#search.line)
    slot.after(this.#pin.line)
    const input = must<HTMLInputElement>('#id_q')
    const find = (words: string) => this.#ask(`${new URLSearchParams({ q: words })}&limit=8`)
    const choose = (address: Address) => {
      this.#chosen = address
      this.#put(address.place)
      wizard.ground?.goTo(address.place)
      this.#name(address)
    }
    new Addresses(input, find, choose, line => this.#found(line), words)
    if (isSecureContext && 'geolocation' in navigator) {
      slot.before(button(words.here, () => this.#locate()))
    }
  }

  /** The pin was dragged, tapped or nudged to another spot. */
  pin(to: LngLat): void {
    this.#put(to)
    if (this.#chosen && metres(this.#chosen.place, to) < NEXT_DOOR) return
    this.#nearest.ask(to)
  }

  /** The server said whether the pin is where this centre may register cameras. */
  judge(inside: boolean): void {
    this.#outside = !inside
    this.#tell()
  }

  /** Whatever is to be known before anything is placed. */
  warn(words: string): void {
    this.#search.set(words, true)
  }

  /** How many were found can be seen; that none were cannot. */
  #found(words: string): void {
    const { none, unfound } = this.wizard.words
    const trouble = words === none || words === unfound
    this.#search.set(trouble ? words : '', true)
    if (!trouble) say(words)
  }

  #put(at: LngLat): void {
    this.wizard.fields.place = at
    this.moved()
  }

  #name(address: Address | undefined): void {
    const { fields } = this.wizard
    this.#chosen = address ?? null
    fields.write('address', address?.id ?? '')
    fields.write('q', address?.name ?? '')
    this.#search.set('')
    this.#tell()
  }

  #tell(): void {
    const { outside, near, pinned } = this.wizard.words
    const line = this.#chosen ? near.replace('{address}', this.#chosen.name) : pinned
    this.#pin.set(this.#outside ? outside : line, this.#outside)
  }

  #locate(): void {
    const { words } = this.wizard
    this.#search.set(words.locating)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const at = [coords.longitude, coords.latitude] as const
        this.#search.set('')
        this.wizard.ground?.goTo(at)
        this.pin(at)
      },
      () => this.#search.set(words.unlocated, true),
      { enableHighAccuracy: true, timeout: 10_000 },
    )
  }

  async #ask(query: string): Promise<Address[]> {
    const found = await this.wizard.api.get<Found>(`/api/register/addresses?${query}`)
    return found.features.map(({ id, geometry, properties }) => ({
      id: String(id),
      name: properties.name,
      place: [geometry.coordinates[0]!, geometry.coordinates[1]!],
    }))
  }
}
