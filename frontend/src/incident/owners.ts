/** Owners in a call: those who are asked each time, and those whose panic alarm it is. */

import { html, nothing, type TemplateResult } from 'lit'
import { type Api, Problem } from '../api'
import { say } from '../say'
import { showTrouble } from '../trouble'
import type { Call } from './call'

/** How it stands with a camera whose owner is asked each time. */
export interface Asked {
  camera: string
  state: 'ask' | 'asked' | 'open' | 'no' | 'over'
  until: string | null
  /** Only a box in the owner's house can say yes. */
  at_box: boolean
}

export interface OwnerEvents {
  ask(camera: string): void
  panic(deed: 'extend' | 'end', reason: string): void
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })

/** What is said of an owner's answer; blank where they can be asked now. */
export function words({ state, until, at_box }: Asked): string {
  const time = until ? clock.format(new Date(until)) : ''
  if (state === 'asked') {
    const where = at_box ? ' Only the box in their house can say yes.' : ''
    return `The owner was asked and may answer until ${time}.${where}`
  }
  if (state === 'open') return `The owner said yes, until ${time}.`
  if (state === 'no') return 'The owner said no for this call.'
  if (state === 'over') return 'The owner was asked and did not answer.'
  return ''
}

export function askLine(asked: Asked | undefined, name: string, on: OwnerEvents) {
  if (!asked) return nothing
  if (asked.state !== 'ask') return html`<p class="owner-line">${words(asked)}</p>`
  return html`<p class="owner-line">
    <button type="button" data-ask=${asked.camera} @click=${() => on.ask(asked.camera)}>
      Ask the owner<span class="unseen"> of ${name}</span>
    </button>
  </p>`
}

/** A panic alarm's time: how long it is, more of it for a reason, and its end. */
export function panicLine(
  call: Call,
  dispatches: boolean,
  on: OwnerEvents,
): TemplateResult | typeof nothing {
  if (call.kind !== 'panic' || !call.panic_until || call.state !== 'open') return nothing
  const until = new Date(call.panic_until)
  const over = until.getTime() <= Date.now()
  const told = over
    ? 'The time of this panic alarm is over: cameras that owners open for it are shut.'
    : `Cameras that owners open for a panic alarm are open until ${clock.format(until)}.`
  return html`<div class="explain amber panic">
    <p role="status">${told}</p>
    ${dispatches ? panicDeeds(over, on) : nothing}
  </div>`
}

function panicDeeds(over: boolean, on: OwnerEvents): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    on.panic('extend', String(new FormData(form).get('reason')))
    form.reset()
  }
  return html`
    <form class="row" @submit=${submit}>
      <label class="field"><span class="label">Why it must go on</span><input name="reason" required maxlength="500" autocomplete="off" /></label>
      <button>20 minutes from now</button>
      ${over ? nothing : html`<button type="button" @click=${() => on.panic('end', '')}>End it now</button>`}
    </form>
  `
}

/** Does what is asked, and says what came of it. */
export class Owners {
  constructor(
    private readonly api: Api,
    /** Something changed: the call should be read again. */
    private readonly changed: () => void,
  ) {}

  async ask(incident: string, camera: string): Promise<void> {
    const fault = 'The owner could not be asked'
    await this.#do(`/api/cameras/${camera}/ask`, { incident }, 'The owner is asked', fault)
  }

  async panic(incident: string, deed: 'extend' | 'end', reason: string): Promise<void> {
    const path = `/api/incidents/${incident}/panic`
    const done = deed === 'end' ? 'The panic alarm’s time is over' : 'It goes on for 20 minutes'
    await this.#do(path, { do: deed, reason }, done, 'The panic alarm’s time could not be changed')
  }

  async #do(path: string, body: unknown, done: string, fault: string): Promise<void> {
    try {
      await this.api.send('POST', path, body)
      showTrouble()
      say(done)
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason
      showTrouble(fault, reason)
    }
    this.changed()
  }
}

/** Say aloud what an owner answered since this was last heard. */
export function sayAnswers(before: Call, now: Call, name: (camera: string) => string): boolean {
  const was = new Map((before.asked ?? []).map(each => [each.camera, each.state]))
  const answered = (now.asked ?? []).filter(({ camera, state }) => was.get(camera) !== state)
  for (const each of answered) {
    if (words(each)) say(`${name(each.camera)}: ${words(each)}`)
  }
  return answered.length > 0 || (before.asked ?? []).length !== (now.asked ?? []).length
}
