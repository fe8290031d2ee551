/** Close a call, after a question, with a way back for a while. */

import { html, render } from 'lit'
import { type Api, Problem } from '../api'
import { type Call, kindWords } from '../incident/call'
import { answers, type Helped, sayHelped } from '../incident/helped'
import { say } from '../say'
import { showTrouble } from '../trouble'

const UNDO = 20_000 // ms

export async function closeCall(api: Api, call: Call): Promise<boolean> {
  if (!(await confirmed(call))) return false
  if (!(await deed(api, call, 'close', 'The call could not be closed'))) return false
  offerUndo(api, call)
  return true
}

async function deed(api: Api, call: Call, name: string, fault: string): Promise<boolean> {
  try {
    await api.send('POST', `/api/incidents/${call.id}/${name}`, {})
    showTrouble()
    return true
  } catch (reason) {
    if (!(reason instanceof Problem)) throw reason
    showTrouble(fault, reason, () => deed(api, call, name, fault))
    return false
  }
}

function confirmed(call: Call): Promise<boolean> {
  const dialog = document.createElement('dialog')
  dialog.setAttribute('aria-labelledby', 'closing-title')
  document.body.append(dialog)
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue === 'close')
    })
    render(
      html`<h2 id="closing-title">Close ${call.number}, ${kindWords(call.kind)}?</h2>
        <p>What was opened by it closes too: its pictures stop within two seconds.</p>
        <form method="dialog" class="row end">
          <button value="">Keep it open</button>
          <button value="close" class="main">Close the call</button>
        </form>`,
      dialog,
    )
    dialog.showModal()
  })
}

/** The way back, and one tap for whether a camera helped: both without leaving what one does. */
function offerUndo(api: Api, call: Call): void {
  const bar = document.createElement('div')
  bar.className = 'undo'
  document.body.append(bar)
  let timer = 0
  const stay = () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => bar.remove(), UNDO)
  }
  const undo = async () => {
    clearTimeout(timer)
    bar.remove()
    if (await deed(api, call, 'reopen', 'The call could not be opened again')) say('Open again')
  }
  const tap = async (helped: Helped | '') => {
    stay()
    if (await sayHelped(api, call.id, helped)) draw(helped)
  }
  const draw = (said: Helped | '') =>
    render(
      html`<span>${call.number} is closed.</span><button type="button" @click=${undo}>Undo</button>
        <span class="asks">Did a camera help?</span>${answers(said, tap)}`,
      bar,
    )
  draw('')
  stay()
  say(`${call.number} is closed. Did a camera help?`)
}
