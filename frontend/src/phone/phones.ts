/** The phones of a call in focus: asking a caller for video, seeing it, stopping it. */

import type { Feature } from 'geojson'
import { html, nothing, render, type TemplateResult } from 'lit'
import { age, stopwatch } from '../age'
import { type Api, Problem } from '../api'
import { Watch } from '../incident/watch'
import { must, type Page } from '../page'
import { say } from '../say'
import { askForVideo } from './asking'
import type { Trail } from './trail'

export interface Phone {
  id: string
  state: 'sent' | 'sharing' | 'ended' | 'lapsed'
  made_at: string
  expires_at: string
  ends_at: string | null
  ended_at: string | null
  ended_by: string
  camera: {
    id: string
    number: number
    name: string
    accuracy_m: number
    trail: Feature[]
  } | null
}

type Told = { phones: Phone[] }
type Ask = (path: string) => Promise<Told | null>

const POLL = 3000
const SHOWN = 3 // that have ended

export class Phones {
  #incident: string | null = null
  #phones: Phone[] = []
  #sharing = ''
  #placed = ''
  #open = true
  #clock = 0
  #pictures = new Map<string, { bitmap: ImageBitmap; at: number }>()
  readonly #watch: Watch

  constructor(
    private readonly api: Api,
    private readonly page: Page,
    private readonly trail: Trail,
    private readonly changed: () => void,
  ) {
    this.#watch = new Watch(api, {
      picture: (camera, at, jpeg) => this.#picture(camera, at, jpeg),
      state: () => {},
      refused: camera => this.#pictures.delete(camera),
      connected: () => {},
    })
  }

  enter(incident: string): void {
    this.leave()
    this.#incident = incident
    this.#clock = window.setInterval(() => document.hidden || this.#ask(), POLL)
    this.#ask(path => this.api.get(path)) // a poll may say that nothing is new
  }

  leave(): void {
    clearInterval(this.#clock)
    this.#watch.stop()
    this.#incident = null
    this.#phones = []
    this.#sharing = this.#placed = ''
    this.#open = true
    this.#pictures.clear()
    this.trail.keep([])
    this.#render()
  }

  async #ask(ask: Ask = path => this.api.poll<Told>(path)): Promise<void> {
    const incident = this.#incident
    if (!incident) return
    try {
      const told = await ask(`/api/incidents/${incident}/phones`)
      if (incident !== this.#incident) return
      if (told) this.#take(incident, told.phones)
      this.#render()
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      if (problem.status === 404) this.#open = false // not for this reader
    }
  }

  #take(incident: string, phones: Phone[]): void {
    this.#phones = phones
    const cameras = phones.flatMap(each => (each.camera ? [each.camera.id] : []))
    for (const camera of this.#pictures.keys()) {
      if (!cameras.includes(camera)) this.#pictures.delete(camera)
    }
    this.trail.keep(phones.flatMap(({ camera }) => camera?.trail ?? []))
    const placed = phones.flatMap(({ camera }) => (camera?.trail.length ? [camera.id] : []))
    if (placed.join() !== this.#placed) this.changed()
    this.#placed = placed.join()
    const sharing = cameras.join()
    if (sharing === this.#sharing) return
    if (sharing.length > this.#sharing.length) say('A caller shows what their phone sees')
    this.#sharing = sharing
    this.#watch.watch({ incident, cameras })
  }

  async #picture(camera: string, at: number, jpeg: Uint8Array): Promise<void> {
    const blob = new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' })
    this.#pictures.set(camera, { bitmap: await createImageBitmap(blob), at })
    this.#render()
  }

  async #invite(): Promise<void> {
    if (!this.#incident) return
    await askForVideo(this.api, this.#incident)
    this.#ask()
  }

  async #stop(phone: Phone): Promise<void> {
    try {
      await this.api.send('POST', `/api/incidents/${this.#incident}/phones/${phone.id}/end`, {})
      say('Stopped')
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      say(problem.message)
    }
    this.#ask()
  }

  #render(): void {
    const host = must('#phones')
    const asks = this.page.dispatches && this.#open
    const past = this.#phones.filter(each => each.state === 'ended' || each.state === 'lapsed')
    const now = this.#phones.filter(each => !past.includes(each))
    host.hidden = !this.#incident || (!asks && !now.length)
    render(
      html`
        ${now.map(phone => this.#row(phone))}
        ${past.slice(0, SHOWN).map(phone => html`<p class="muted">${ending(phone)}</p>`)}
        ${asks ? html`<button type="button" class="wide-button" @click=${() => this.#invite()}>Ask the caller for video</button>` : nothing}
      `,
      host,
    )
    for (const canvas of host.querySelectorAll('canvas')) {
      const picture = this.#pictures.get(canvas.dataset.camera ?? '')
      if (picture) draw(canvas, picture.bitmap)
    }
  }

  #row(phone: Phone): TemplateResult {
    const { camera } = phone
    const stop = this.page.dispatches
      ? html`<button type="button" @click=${() => this.#stop(phone)}>${camera ? 'Stop' : 'Take back'}</button>`
      : nothing
    if (!camera) {
      return html`<p class="row"><span>Link sent ${age(Date.parse(phone.made_at), Date.now())} ago, not opened</span><span class="space"></span>${stop}</p>`
    }
    const picture = this.#pictures.get(camera.id)
    const words = picture ? seen(picture.at) : 'No picture yet'
    return html`<figure class="phone kind-phone">
      <canvas data-camera=${camera.id} width="320" height="180" role="img" aria-label="What ${camera.name} shows"></canvas>
      <figcaption>
        <b>${camera.name}</b>
        <span class="muted">${words} · ${where(camera)}${left(phone)}</span>
        ${stop}
      </figcaption>
    </figure>`
  }
}

function seen(at: number): string {
  const now = Date.now()
  return now - at < 3000 ? 'Live' : `Picture ${age(at, now)} old`
}

function where(camera: { accuracy_m: number; trail: Feature[] }): string {
  return camera.trail.length ? `place to ${camera.accuracy_m} m` : 'place not known'
}

function left({ ends_at }: Phone): string {
  return ends_at ? ` · ${stopwatch(Date.now(), Date.parse(ends_at)).slice(3)} left` : ''
}

function ending(phone: Phone): string {
  if (phone.state === 'lapsed') return 'A link was not opened'
  const at = new Date(phone.ended_at ?? phone.ends_at ?? '')
  const time = at.toLocaleTimeString([], { timeStyle: 'short' })
  return `A phone showed until ${time}: ${phone.ended_by || 'its time was over'}`
}

function draw(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
}
