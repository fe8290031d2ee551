/** Who is on: one player in place of its thumbnail, or a wall of up to four. */

import type { Api } from '../api'
import { type Camera, viewable } from '../incident/camera'
import type { Picture } from '../incident/pictures'
import { must } from '../page'
import { say } from '../say'
import type { Key } from './foot'
import { type For, Player, type PlayerEvents } from './player'

export const MOST = 4

export interface PlayersEvents {
  /** Where the thumbnail is that it takes the place of; none on a phone or for one in the list. */
  anchor(id: string): DOMRect | null
  picture(id: string): Picture | undefined
  /** The cameras of the call, best first. */
  cameras(): Camera[]
  /** Another camera is the first on the screen, or none. */
  changed(): void
  kept(): void
  /** A camera looks elsewhere now; null for who turns none. */
  turned: (() => void) | null
}

export class Players {
  readonly #element = must('#players')
  #players: Player[] = []
  #call: For | null = null
  #wall = false
  #from: HTMLElement | null = null
  /** What can be done with a camera is known a little later, and must not hang out of the stage. */
  readonly #grown = new ResizeObserver(() => this.#place())

  constructor(
    private readonly api: Api,
    private readonly on: PlayersEvents,
  ) {
    this.#events.turned = on.turned
    addEventListener('resize', () => this.#place())
    this.#grown = new ResizeObserver(() => this.#place())
  }

  /** The camera that the address names and the step keys start from. */
  get camera(): Camera | null {
    return this.#players[0]?.camera ?? null
  }

  /** Open a camera; once more makes a wall; on a wall it takes its place beside the others. */
  open(camera: Camera, call: For): void {
    this.#call = call
    const open = this.#players.find(player => player.camera.id === camera.id)
    if (open) {
      if (this.#wall) open.element.focus()
      else this.#toWall()
      return
    }
    if (!this.#wall) this.#closeAll()
    else if (this.#players.length === MOST) {
      this.#focused?.note('Four are open. Close one of them first.')
      return
    }
    if (!this.#players.length) this.#from = document.activeElement as HTMLElement | null
    this.#add(camera).element.focus({ preventScroll: true })
    this.on.changed()
  }

  /** A step back: from the wall to one, from one to none. Whether there was anything to leave. */
  back(): boolean {
    if (!this.#players.length) return false
    if (this.#wall) this.#toOne()
    else this.close()
    return true
  }

  close(): void {
    if (!this.#players.length) return
    this.#closeAll()
    this.#wall = false
    this.#place()
    this.#from?.focus()
    this.#from = null
    this.on.changed()
  }

  /** The next or the last camera in the place of the one that has the focus. */
  step(by: number): void {
    const player = this.#focused
    if (player) this.#step(player, by)
  }

  wall(): void {
    if (this.#wall) this.#toOne()
    else if (this.#players.length) this.#toWall()
  }

  /** Do what a key asks with the one that has the focus. */
  press(key: Key): void {
    this.#focused?.press(key)
  }

  /** A newer still of a camera. */
  tell(id: string): void {
    const player = this.#players.find(each => each.camera.id === id)
    player?.still(this.on.picture(id))
  }

  /** Nobody looks at a hidden page. */
  rest(hidden: boolean): void {
    for (const player of this.#players) hidden ? player.rest() : player.wake()
  }

  #events: PlayerEvents = {
    close: player => {
      if (this.#players.length === 1) {
        this.close()
        return
      }
      this.#players = this.#players.filter(each => each !== player)
      player.close()
      if (this.#players.length === 1) this.#wall = false
      this.#place()
      this.#players[0]?.element.focus()
      this.on.changed()
    },
    step: (player, by) => this.#step(player, by),
    wall: () => this.wall(),
    kept: () => this.on.kept(),
    turned: null,
  }

  get #focused(): Player | undefined {
    const { activeElement } = document
    const [first] = this.#players
    return this.#players.find(player => player.element.contains(activeElement)) ?? first
  }

  #add(camera: Camera, at = this.#players.length): Player {
    const player = new Player(camera, this.#call!, this.api, this.#events)
    this.#players.splice(at, 0, player)
    this.#element.append(player.element)
    this.#grown.observe(player.element)
    this.#grown.observe(player.element)
    player.still(this.on.picture(camera.id))
    this.#place()
    return player
  }

  /** The next camera that is not on yet, in the place of this one. */
  #step(player: Player, by: number): void {
    const on = new Set(this.#players.map(each => each.camera.id))
    const cameras = this.on.cameras().filter(each => each === player.camera || !on.has(each.id))
    const index = cameras.findIndex(each => each.id === player.camera.id) + by
    const next = cameras.at(index % cameras.length)
    if (!next || next.id === player.camera.id) return
    const at = this.#players.indexOf(player)
    this.#players.splice(at, 1)
    player.close()
    this.#add(next, at).element.focus({ preventScroll: true })
    this.on.changed()
  }

  /** Fill the wall with the best of the agency's own; an owner's camera is opened by hand. */
  #toWall(): void {
    this.#wall = true
    const on = new Set(this.#players.map(each => each.camera.id))
    const others = this.on
      .cameras()
      .filter(each => each.access === 'open' && viewable(each) && !on.has(each.id))
      .filter(each => each.state !== 'offline')
    for (const camera of others.slice(0, MOST - this.#players.length)) this.#add(camera)
    this.#place()
    say(`A wall of ${this.#players.length}`)
    this.#players[0]?.element.focus()
  }

  #toOne(): void {
    this.#wall = false
    for (const player of this.#players.splice(1)) player.close()
    this.#place()
    this.#players[0]?.element.focus()
  }

  #closeAll(): void {
    for (const player of this.#players.splice(0)) player.close()
  }

  /** In place of its thumbnail, as far as the stage reaches. */
  #place(): void {
    this.#element.hidden = !this.#players.length
    this.#element.classList.toggle('wall', this.#wall)
    const [first] = this.#players
    if (!first || this.#wall) return
    const stage = this.#element.getBoundingClientRect()
    const { offsetWidth: w, offsetHeight: h } = first.element
    const anchor = this.on.anchor(first.camera.id) ?? stage
    const x = anchor.x - stage.x + (anchor.width - w) / 2
    const y = anchor.y - stage.y + (anchor.height - h) / 2
    const { style } = first.element
    style.left = `${Math.max(8, Math.min(x, stage.width - w - 8))}px`
    style.top = `${Math.max(8, Math.min(y, stage.height - h - 8))}px`
  }
}
