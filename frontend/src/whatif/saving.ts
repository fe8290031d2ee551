/** Saving a version; when somebody was first, both are kept. */

import { html, nothing, type TemplateResult } from 'lit'
import type { Problem } from '../api'
import { say } from '../say'
import { asProblem, troubleCard } from '../trouble'
import type { Change } from './plan'
import type { Facts, Scenario, Server } from './server'

export class Saving {
  #busy = false
  #conflict: Problem | null = null
  #failure: Problem | null = null
  /** A scenario that was made while its first version could not be saved. */
  #begun: string | null = null

  constructor(
    private readonly server: Server,
    private readonly facts: Facts,
    private readonly base: () => number,
    private readonly saved: (scenario: Scenario) => void,
  ) {}

  form(scenario: Scenario | null, changes: Change[], redraw: () => void): TemplateResult {
    const send = (event: Event) => {
      event.preventDefault()
      const form = event.currentTarget as HTMLFormElement
      void this.#save(form, scenario, changes, false, redraw)
    }
    const aside = (event: Event) => {
      const form = (event.currentTarget as HTMLElement).closest('form')!
      void this.#save(form, scenario, changes, true, redraw)
    }
    return html`<form id="save" @submit=${send}>
      <h2>Save</h2>
      ${
        scenario
          ? nothing
          : html`<label class="field"><span class="label">Scenario</span>
              <input name="scenario" required maxlength="200" autocomplete="off" /></label>`
      }
      <label class="field"><span class="label">Version</span>
        <input name="version" required maxlength="200" autocomplete="off" /></label>
      ${this.#conflict ? conflict(this.#conflict, scenario, aside) : nothing}
      ${this.#failure ? troubleCard('Not saved', this.#failure) : nothing}
      <div class="row"><button type="submit" class="main" ?disabled=${this.#busy || !changes.length}>Save version</button></div>
    </form>`
  }

  async #save(
    form: HTMLFormElement,
    scenario: Scenario | null,
    changes: Change[],
    aside: boolean,
    redraw: () => void,
  ): Promise<void> {
    if (this.#busy) return
    const told = new FormData(form)
    const name = String(told.get('version') ?? '').trim()
    this.#busy = true
    this.#conflict = this.#failure = null
    redraw()
    try {
      const title = String(told.get('scenario') ?? '').trim()
      const id =
        scenario?.id ?? this.#begun ?? (await this.server.begin(this.facts.study.id, title)).id
      this.#begun = scenario ? null : id
      await this.server.save(id, { base: this.base(), name, changes, aside })
      this.saved(await this.server.scenario(id))
      form.reset()
      say(`Saved: ${name}`)
    } catch (reason) {
      const problem = asProblem(reason)
      if (problem.status === 409 && problem.errors.some(fault => fault.field === 'base')) {
        this.#conflict = problem
      } else this.#failure = problem
    } finally {
      this.#busy = false
      redraw()
    }
  }
}

function conflict(
  problem: Problem,
  scenario: Scenario | null,
  aside: (event: Event) => void,
): TemplateResult {
  const newest = problem.errors.find(fault => fault.field === 'base')?.message
  return html`<div class="note amber" role="alert" id="conflict">
    <p><b>${problem.title}.</b> ${problem.detail}</p>
    <div class="row">
      <button type="button" id="aside" @click=${aside}>Save mine beside it</button>
      <a href="/coverage/whatif/${scenario?.id}?v=${newest}">Look at version ${newest}</a>
    </div>
  </div>`
}
