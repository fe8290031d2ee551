/** Follow a study while it is made; when it ends, what the server says of it takes its place. */

import { type Api, Problem } from '../api'
import { offline, online } from '../offline'
import { must } from '../page'
import { say } from '../say'
import { showTrouble } from '../trouble'
import { cancel, type Progress, percent, progressOf } from './study'

const EVERY = 1000 // ms
const PATIENCE = 5000 // ms, where the server does not answer

export function follow(api: Api, study: string, ended: () => void): void {
  const button = document.querySelector<HTMLButtonElement>('#cancel')
  button?.addEventListener('click', event => {
    event.preventDefault() // the form is for those without scripts
    void stop(button)
  })

  async function stop(pressed: HTMLButtonElement): Promise<void> {
    pressed.disabled = true
    try {
      await cancel(api, study)
      say('Cancelling')
      showTrouble()
    } catch (reason) {
      pressed.disabled = false
      showTrouble('The study could not be cancelled', reason, () => void stop(pressed))
    }
  }

  async function look(): Promise<void> {
    try {
      const told = await progressOf(api, study)
      online()
      if (told) draw(told)
      if (told && told.state !== 'queued' && told.state !== 'running') return await arrive(ended)
      setTimeout(look, EVERY)
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason
      if (!reason.passing) return showTrouble('The study cannot be followed', reason, look)
      offline()
      setTimeout(look, PATIENCE)
    }
  }
  void look()
}

/** A step is only said when it changes: nobody wants to hear every percent. */
function draw(told: Progress): void {
  const bar = must<HTMLProgressElement>('#bar')
  bar.max = Math.max(told.total, 1)
  if (told.total) bar.value = told.done
  else bar.removeAttribute('value') // a step that cannot say how far it is
  must('#percent').textContent = percent(told)
  const step = capital(told.step) || 'Waiting for its turn'
  if (must('#step').textContent !== step) {
    must('#step').textContent = step
    say(step)
  }
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/** The server words the result, here as on a page that is opened later. */
async function arrive(ended: () => void): Promise<void> {
  const response = await fetch(location.pathname, { credentials: 'same-origin' })
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const fresh = page.querySelector('#study')
  if (!response.ok || !fresh) return location.reload()
  must('#study').replaceWith(document.adoptNode(fresh))
  say(must('#study').dataset.state === 'done' ? 'The study is done' : 'The study has ended')
  ended()
}
