/** One camera, larger: its newest still, and what is known of it. Live video is another thing. */

import { html, nothing, render } from 'lit'
import { age } from '../age'
import { wind } from '../geo'
import { kindOf } from '../kinds'
import { must } from '../page'
import { type Camera, SEES_WORDS } from './camera'
import { capital } from './panel'
import type { Picture } from './pictures'
import type { Status } from './status'

export class Enlarged {
  #dialog = must<HTMLDialogElement>('#enlarged')
  #camera: Camera | null = null

  constructor(private readonly step: (from: Camera, by: number) => void) {
    this.#dialog.addEventListener('close', () => {
      this.#camera = null
    })
    this.#dialog.addEventListener('keydown', event => {
      const by = { '[': -1, ']': 1 }[event.key]
      if (by && this.#camera) this.step(this.#camera, by)
    })
  }

  get camera(): Camera | null {
    return this.#camera
  }

  show(camera: Camera, status: Status, picture: Picture | undefined): void {
    this.#camera = camera
    this.tell(status, picture)
    if (!this.#dialog.open) this.#dialog.showModal()
  }

  close(): void {
    this.#dialog.close()
  }

  /** Called for each new picture of the camera that is open. */
  tell(status: Status, picture: Picture | undefined): void {
    const camera = this.#camera
    if (!camera) return
    render(this.#content(camera, status, picture), this.#dialog)
    const canvas = this.#dialog.querySelector('canvas')
    if (canvas && picture) draw(canvas, picture.bitmap)
  }

  #content(camera: Camera, status: Status, picture: Picture | undefined) {
    const shown = picture && status.look !== 'locked'
    const told: [string, unknown][] = [
      ['Why', capital(camera.why)],
      ['Sight', capital(SEES_WORDS[camera.sees])],
      ['Kind', `${kindOf(camera.kind).name}, ${camera.form}`],
      ['Distance', `${Math.round(camera.distance)} m ${wind(camera.bearing)} of the call`],
      ['Detail there', camera.level ? capital(camera.level) : 'Too coarse to detect a person'],
      ['Access', capital(camera.accessReason || 'Open')],
    ]
    return html`
      <header class="call-head">
        <b class="no kind-${camera.kind}">${camera.no}</b>
        <h2 id="enlarged-title">${camera.name} <span class="muted">${camera.number}</span></h2>
        <span class="state" data-look=${status.look}>${status.words}</span>
      </header>
      <div class="still" data-look=${status.look}>
        ${shown ? html`<canvas role="img" aria-label="Last still of ${camera.name}"></canvas>` : nothing}
        ${status.reason ? html`<p>${capital(status.reason)}</p>` : nothing}
        ${shown || status.reason ? nothing : html`<p>No picture yet</p>`}
      </div>
      ${shown ? html`<p class="muted">Still of ${new Date(picture.capturedAt).toLocaleTimeString()}, ${age(picture.capturedAt, Date.now())} old</p>` : nothing}
      <dl>${told.map(([name, words]) => html`<dt>${name}</dt><dd>${words}</dd>`)}</dl>
      <form method="dialog" class="row">
        <button type="button" @click=${() => this.step(camera, -1)}>Previous <kbd>[</kbd></button>
        <button type="button" @click=${() => this.step(camera, 1)}>Next <kbd>]</kbd></button>
        <span class="space"></span>
        <button type="submit" class="main" autofocus>Close</button>
      </form>
    `
  }
}

function draw(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
}
