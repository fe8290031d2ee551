/** Start an incident where nobody has called yet: why, what, how urgent. */

import { html, nothing, render } from 'lit'
import { type Api, type Fault, Problem } from '../api'
import type { LngLat } from '../geo'
import { type Call, type CallFeature, readCall } from '../incident/call'
import { must, type Page } from '../page'

const KINDS = ['disturbance', 'shots_heard', 'crash', 'fire', 'medical', 'missing_person', 'theft']

export class Starting {
  #dialog = must<HTMLDialogElement>('#starting')
  #place: LngLat = [0, 0]
  #problem: Problem | null = null
  #exigent = false
  #sending = false

  constructor(
    private readonly api: Api,
    private readonly page: Page,
    private readonly started: (call: Call) => void,
  ) {}

  open(place: LngLat): void {
    this.#place = place
    this.#problem = null
    this.#exigent = false
    this.#render()
    this.#dialog.querySelector('form')?.reset()
    this.#dialog.showModal()
  }

  async #send(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const given = new FormData(event.target as HTMLFormElement)
    const text = (name: string) => String(given.get(name) ?? '')
    this.#sending = true
    this.#render()
    try {
      const feature = await this.api.send<CallFeature>('POST', '/api/incidents', {
        kind: text('kind'),
        priority: Number(text('priority')),
        purpose: text('purpose'),
        address: text('address'),
        summary: text('summary'),
        position: this.#place,
        exigent: this.#exigent,
        exigent_reason: text('exigent_reason'),
      })
      this.#dialog.close()
      this.started(readCall(feature))
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason
      this.#problem = reason
    } finally {
      this.#sending = false
      this.#render()
    }
  }

  #render(): void {
    const [lng, lat] = this.#place
    const faults = this.#problem?.errors ?? []
    render(
      html`
        <h2 id="starting-title">Start an incident here</h2>
        <p class="muted">${lat.toFixed(5)}, ${lng.toFixed(5)}. It gets a provisional number.</p>
        ${this.#problem ? html`<p class="explain amber" role="alert">${this.#problem.message}</p>` : nothing}
        <form @submit=${(event: SubmitEvent) => this.#send(event)}>
          <div class="field">
            <label for="purpose">Purpose</label>
            <select id="purpose" name="purpose" required>
              <option value="">Pick one</option>
              ${this.page.purposes.map(each => html`<option value=${each.code}>${each.name}</option>`)}
            </select>
            ${told(faults, 'purpose')}
          </div>
          <div class="field">
            <label for="kind">Type</label>
            <input id="kind" name="kind" list="kinds" required maxlength="60" autocomplete="off" />
            <datalist id="kinds">
              ${KINDS.map(kind => html`<option value=${kind}></option>`)}
            </datalist>
            ${told(faults, 'kind')}
          </div>
          <fieldset class="field row">
            <legend class="label">Priority</legend>
            ${[1, 2, 3, 4, 5].map(
              n =>
                html`<label><input type="radio" name="priority" value=${n} ?checked=${n === 3} /> ${n}</label>`,
            )}
          </fieldset>
          <div class="field">
            <label for="address">Address or place</label>
            <input id="address" name="address" maxlength="300" autocomplete="off" />
          </div>
          <label class="row">
            <input type="checkbox" name="exigent" .checked=${this.#exigent} @change=${() => this.#toggle()} />
            Exigent: it cannot wait for a call
          </label>
          ${this.#exigent ? this.#reason(faults) : nothing}
          <details>
            <summary>Never for</summary>
            <ul>${this.page.prohibited.map(line => html`<li>${line}</li>`)}</ul>
          </details>
          <div class="row end">
            <button type="button" @click=${() => this.#dialog.close()}>Cancel</button>
            <button type="submit" class="main" ?disabled=${this.#sending}>Start</button>
          </div>
        </form>
      `,
      this.#dialog,
    )
  }

  #reason(faults: Fault[]) {
    return html`<div class="field">
      <label for="exigent_reason">Why it cannot wait</label>
      <textarea id="exigent_reason" name="exigent_reason" rows="2" maxlength="500" required></textarea>
      ${told(faults, 'exigent_reason')}
    </div>`
  }

  #toggle(): void {
    this.#exigent = !this.#exigent
    this.#render()
  }
}

function told(faults: Fault[], field: string) {
  const fault = faults.find(each => each.field === field)
  return fault ? html`<p class="fault">${fault.message}</p>` : nothing
}
