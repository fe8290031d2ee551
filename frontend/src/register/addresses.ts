/** An address is found while it is typed: a combobox with a list, for mouse, touch and keys. */

import type { LngLat } from '../geo'
import { latest } from './latest'

export interface Address {
  id: string
  name: string
  place: LngLat
}

export interface Words {
  found: string // "{n} addresses found"
  one: string
  none: string
  unfound: string
}

const SHORTEST = 3

export class Addresses {
  #list = document.createElement('ul')
  #found: Address[] = []
  #active = -1
  #asker = latest<string, Address[]>(
    words => this.find(words),
    (found, newest) => newest && this.#show(found),
    () => this.say(this.words.unfound),
  )

  constructor(
    private readonly input: HTMLInputElement,
    private readonly find: (words: string) => Promise<Address[]>,
    private readonly chosen: (address: Address) => void,
    private readonly say: (words: string) => void,
    private readonly words: Words,
  ) {
    this.#list.id = `${input.id}-list`
    this.#list.className = 'addresses'
    this.#list.role = 'listbox'
    this.#list.ariaLabel = input.labels?.[0]?.textContent?.trim() ?? ''
    this.#list.hidden = true
    input.after(this.#list)
    input.role = 'combobox'
    input.autocomplete = 'off'
    input.ariaAutoComplete = 'list'
    input.ariaExpanded = 'false'
    input.setAttribute('aria-controls', this.#list.id)
    input.addEventListener('input', () => this.#typed())
    input.addEventListener('keydown', event => this.#key(event))
    input.addEventListener('blur', () => this.#close())
    // Before the blur: a tap on an entry must not close the list first.
    this.#list.addEventListener('pointerdown', event => event.preventDefault())
    this.#list.addEventListener('click', event => {
      const entry = (event.target as Element).closest('li')
      if (entry) this.#choose([...this.#list.children].indexOf(entry))
    })
  }

  #typed(): void {
    const words = this.input.value.trim()
    if (words.length >= SHORTEST) this.#asker.ask(words)
    else this.#close()
  }

  #show(found: Address[]): void {
    this.#found = found
    this.#active = -1
    this.input.removeAttribute('aria-activedescendant')
    this.#list.replaceChildren(
      ...found.map(({ name }, n) => {
        const entry = document.createElement('li')
        entry.id = `${this.#list.id}-${n}`
        entry.role = 'option'
        entry.ariaSelected = 'false'
        entry.textContent = name
        return entry
      }),
    )
    this.#open(found.length > 0)
    const { one, none, found: many } = this.words
    this.say([none, one][found.length] ?? many.replace('{n}', String(found.length)))
  }

  #open(open: boolean): void {
    this.#list.hidden = !open
    this.input.ariaExpanded = String(open)
  }

  #close(): void {
    this.#asker.drop()
    this.#open(false)
    this.#active = -1
    this.input.removeAttribute('aria-activedescendant')
  }

  #key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && this.#found.length) {
      event.preventDefault()
      this.#open(true)
      this.#light(this.#active < 0 && step < 0 ? step : this.#active + step)
    } else if (event.key === 'Escape' && !this.#list.hidden) {
      event.preventDefault()
      this.#close()
    } else if (event.key === 'Enter') {
      event.preventDefault() // sends no half-filled form
      if (!this.#list.hidden) this.#choose(Math.max(this.#active, 0))
    }
  }

  #light(n: number): void {
    const entries = [...this.#list.children]
    this.#active = (n + entries.length) % entries.length
    for (const [place, entry] of entries.entries()) {
      entry.ariaSelected = String(place === this.#active)
    }
    const entry = entries[this.#active]
    if (!entry) return
    this.input.setAttribute('aria-activedescendant', entry.id)
    entry.scrollIntoView?.({ block: 'nearest' })
  }

  #choose(n: number): void {
    const address = this.#found[n]
    if (!address) return
    this.input.value = address.name
    this.#close()
    this.chosen(address)
  }
}
