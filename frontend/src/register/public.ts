/** The last step: exactly what the public would see of this camera, asked of the public's own anchors. */

import type { LngLat } from '../geo'
import { Note, type Wizard } from './wizard'

export class Public {
  #note = new Note()

  constructor(
    private readonly wizard: Wizard,
    slot: Element,
  ) {
    slot.before(this.#note.line)
  }

  async open(): Promise<void> {
    const { api, fields, ground, words } = this.wizard
    const { place } = fields
    if (!place) return
    ground?.showPublic(null)
    const path = `/api/register/public-preview?at=${place.join()}`
    try {
      const { anchor } = await api.get<{ anchor: LngLat | null }>(path)
      ground?.showPublic(anchor)
      this.#note.set(anchor ? words.anchor : words.anchorless)
    } catch {
      this.#note.set(words.unshown, true)
    }
  }
}
