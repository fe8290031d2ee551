/** Real buttons over the pictures: they take focus and clicks, and say what is to be seen. */

import { kindOf } from '../kinds'
import type { Box } from '../layout/geometry'
import { type Camera, SEES_WORDS, seesPoint } from './camera'
import type { Status } from './status'

export interface ThumbEvents {
  hot(id: string | null): void
  pick(id: string): void
}

interface Thumb {
  button: HTMLButtonElement
  words: HTMLElement
  reason: HTMLElement
  pin: HTMLElement
}

export class Thumbs {
  #thumbs = new Map<string, Thumb>()

  constructor(
    private readonly parent: HTMLElement,
    private readonly events: ThumbEvents,
  ) {}

  /** Show exactly these, in this order; a button that stays keeps its focus. */
  set(cameras: Camera[]): void {
    const wanted = new Set(cameras.map(camera => camera.id))
    for (const [id, { button }] of this.#thumbs) {
      if (wanted.has(id)) continue
      button.remove()
      this.#thumbs.delete(id)
    }
    let before: Element | null = null
    for (const camera of cameras) {
      const thumb = this.#thumbs.get(camera.id) ?? this.#make(camera)
      this.#fill(thumb, camera)
      const next: Element | null = before
        ? before.nextElementSibling
        : this.parent.firstElementChild
      // Moving a node loses its focus, so one that has it stays and the others go round it.
      if (thumb.button !== next && !thumb.button.contains(document.activeElement)) {
        this.parent.insertBefore(thumb.button, next)
      }
      before = thumb.button
    }
  }

  place(id: string, box: Box): void {
    const style = this.#thumbs.get(id)?.button.style
    if (!style) return
    style.transform = `translate(${box.x}px, ${box.y}px)`
    style.width = `${box.w}px`
    style.height = `${box.h}px`
  }

  tell(id: string, status: Status): void {
    const thumb = this.#thumbs.get(id)
    if (!thumb) return
    if (thumb.button.dataset.look !== status.look) thumb.button.dataset.look = status.look
    if (thumb.words.textContent !== status.words) thumb.words.textContent = status.words
    if (thumb.reason.textContent !== status.reason) thumb.reason.textContent = status.reason
  }

  heat(hot: string | null): void {
    for (const [id, { button }] of this.#thumbs) button.classList.toggle('on', id === hot)
  }

  pin(pinned: ReadonlySet<string>): void {
    for (const [id, { pin }] of this.#thumbs) pin.hidden = !pinned.has(id)
  }

  get(id: string): HTMLButtonElement | undefined {
    return this.#thumbs.get(id)?.button
  }

  #make(camera: Camera): Thumb {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'thumb'
    button.dataset.camera = camera.id
    button.style.setProperty('--k', kindOf(camera.kind).colour)
    button.append(
      part('b', 'no'),
      part('span', 'name'),
      part('span', 'words'),
      part('span', 'reason'),
      part('span', 'unseen why'),
      part('span', 'pin', 'pinned'),
    )
    const { id } = camera
    button.onpointerenter = button.onfocus = () => this.events.hot(id)
    button.onpointerleave = button.onblur = () => this.events.hot(null)
    button.onclick = () => this.events.pick(id)
    const find = (name: string) => button.querySelector<HTMLElement>(`.${name}`)!
    const thumb = { button, words: find('words'), reason: find('reason'), pin: find('pin') }
    thumb.pin.hidden = true
    this.#thumbs.set(id, thumb)
    return thumb
  }

  #fill({ button }: Thumb, camera: Camera): void {
    button.classList.toggle('sees', seesPoint(camera))
    button.querySelector('.no')!.textContent = String(camera.no)
    button.querySelector('.name')!.textContent = camera.name
    button.querySelector('.why')!.textContent = `${SEES_WORDS[camera.sees]}; ${camera.why}`
  }
}

function part(tag: string, name: string, words = ''): HTMLElement {
  const made = document.createElement(tag)
  made.className = name
  made.textContent = words
  return made
}
