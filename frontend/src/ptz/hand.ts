/** A hand on a camera's head: kept while it is used, taken off at the end. */

import type { Api } from '../api'
import type { LngLat } from '../geo'
import type { Way } from './way'

export interface Limits {
  pan: [number, number]
  tilt: [number, number]
  zoom: [number, number]
}

export interface Head extends Way {
  hfov: number
  limits: Limits
  /** In whose hand it is, in words; empty where it is free or ours. */
  held: string
  mine: boolean
}

/** It is not turned for this reader. */
export interface Hindered {
  hindrance: string
  limits?: never
}

export interface Turned extends Way {
  hfov: number
}

export type Wish = Way | { at: LngLat } | { preset: 'home' }

const AGAIN = 10_000 // ms between two words; a silent hand is taken off after 30 s

export class Hand {
  #timer = 0

  constructor(
    private readonly api: Api,
    readonly camera: string,
    private readonly incident: string,
    /** It could not be kept. */
    private readonly lost: (reason: unknown) => void,
  ) {}

  get holding(): boolean {
    return this.#timer !== 0
  }

  read(): Promise<Head | Hindered> {
    return this.api.get<Head | Hindered>(`${this.#door}?incident=${this.incident}`)
  }

  async turn(wish: Wish): Promise<Turned> {
    const turned = await this.#send<Turned>({ ...wish })
    this.#keep()
    return turned
  }

  /** Take it off; the camera turns home. */
  async letGo(): Promise<void> {
    if (!this.holding) return
    this.#forget()
    await this.api.send('DELETE', this.#door, {})
  }

  #keep(): void {
    this.#forget()
    this.#timer = setInterval(() => this.#renew(), AGAIN) as unknown as number
  }

  /** Behind a hidden page nobody looks through the camera: there the hand rests. */
  async #renew(): Promise<void> {
    if (document.hidden) return
    try {
      await this.#send({}, true)
    } catch (reason) {
      this.#forget()
      this.lost(reason)
    }
  }

  #send<T>(wish: object, background = false): Promise<T> {
    const body = { incident: this.incident, ...wish }
    return this.api.send<T>('POST', this.#door, body, background)
  }

  #forget(): void {
    clearInterval(this.#timer)
    this.#timer = 0
  }

  get #door(): string {
    return `/api/cameras/${this.camera}/ptz`
  }
}
