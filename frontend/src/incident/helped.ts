/** Did a camera help? One tap at a closed call, taken back as easily for a shift. */

import { html, nothing, type TemplateResult } from 'lit'
import { type Api, Problem } from '../api'
import { say } from '../say'
import { showTrouble } from '../trouble'

export type Helped = 'helped' | 'no_difference' | 'misled'

/** What is known of a closed call; what cameras saw is known some seconds after it closed. */
export interface Outcome {
  helped: Helped | ''
  may_say: boolean
  seen: 'seen' | 'approach' | 'near' | 'none' | null
  cameras: number
  private: boolean
}

export const ANSWERS: Record<Helped, string> = {
  helped: 'Helped',
  no_difference: 'No difference',
  misled: 'Misled',
}

export async function sayHelped(api: Api, call: string, helped: Helped | ''): Promise<boolean> {
  try {
    await api.send('POST', `/api/incidents/${call}/helped`, { helped })
    showTrouble()
    say(helped ? `Noted: ${ANSWERS[helped]}` : 'Taken back')
    return true
  } catch (reason) {
    if (!(reason instanceof Problem)) throw reason
    showTrouble('That could not be noted', reason, () => sayHelped(api, call, helped))
    return false
  }
}

/** Three answers; the one that was given is pressed, and pressing it again takes it back. */
export function answers(said: Helped | '', on: (helped: Helped | '') => void): TemplateResult {
  return html`<div class="segments" role="group" aria-label="Did a camera help?">
    ${Object.entries(ANSWERS).map(
      ([answer, name]) => html`<button
        type="button"
        data-helped=${answer}
        aria-pressed=${said === answer}
        @click=${() => on(said === answer ? '' : (answer as Helped))}
      >${name}</button>`,
    )}
  </div>`
}

/** What the page of a closed call says of it. */
export function outcomeLine(
  outcome: Outcome | undefined,
  on: (helped: Helped | '') => void,
): TemplateResult | typeof nothing {
  if (!outcome) return nothing
  const said = outcome.helped ? ANSWERS[outcome.helped] : 'nobody said'
  return html`<section class="outcome" aria-label="What came of it">
    <p class="muted">${sawWords(outcome)}</p>
    ${
      outcome.may_say
        ? html`<p>Did a camera help?</p>
          ${answers(outcome.helped, on)}`
        : html`<p>Did a camera help: ${said}.</p>`
    }
  </section>`
}

/** What cameras could see of the place when the call was reported. */
export function sawWords({ seen, cameras, private: others }: Outcome): string {
  if (seen === null) return 'What cameras could see is being looked up.'
  const many = cameras === 1 ? '1 agency camera' : `${cameras} agency cameras`
  const words = {
    seen: `${many} saw the place`,
    approach: 'No agency camera saw the place; one saw an approach, or could have turned to it',
    near: 'An agency camera stood near and did not see the place',
    none: 'No agency camera stood near',
  }
  const too = seen === 'seen' ? ', and so did a private one' : '; a private one saw the place'
  return `${words[seen]}${others ? too : ''}.`
}
