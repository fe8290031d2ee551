/** The calls that are open, so that a key goes to the next one without asking first. */

import { type Api, Problem } from '../api'
import { type Call, type CallList, readCall } from '../incident/call'

const LIST = '/api/incidents?state=open&limit=100'
const FRESH = 10_000 // ms

export class NextCall {
  #calls: Call[] = []
  #asked = Number.NEGATIVE_INFINITY

  constructor(
    private readonly api: Api,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Keep the list fresh ahead of the key; what fails here fails again, and is said, at the key. */
  async prepare(): Promise<void> {
    try {
      const changed = await this.api.poll<CallList>(LIST)
      if (changed) this.#calls = changed.features.map(readCall)
      this.#asked = this.now()
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason
    }
  }

  /** The open call after this one, the first after the last; none if there is no other. */
  async after(id: string | null): Promise<Call | null> {
    if (this.now() - this.#asked > FRESH) {
      const { features } = await this.api.get<CallList>(LIST)
      this.#calls = features.map(readCall)
      this.#asked = this.now()
    }
    const here = this.#calls.findIndex(call => call.id === id)
    const next = this.#calls[(here + 1) % Math.max(1, this.#calls.length)]
    return next && next.id !== id ? next : null
  }
}
