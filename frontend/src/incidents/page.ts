/** Every open call. What the reader looks at stays where it is, whatever comes in. */

import '../css/incidents.css'
import { html, nothing, render } from 'lit'
import { age } from '../age'
import { makeApi, Problem } from '../api'
import { type Call, type CallList, kindWords, readCall } from '../incident/call'
import { bind } from '../keys'
import { offline, online } from '../offline'
import { must, readPage } from '../page'
import { showProgress } from '../progress'
import { say } from '../say'
import { showTrouble } from '../trouble'
import { closeCall } from './closing'
import { Placing } from './placing'
import { hear, matching, NONE, type Rows, settle } from './rows'
import { table } from './table'

const POLL = 3000 // ms
const OPEN = '/api/incidents?state=open&limit=500'
const LOST = '/api/incidents?state=needs_location&limit=500'

const page = readPage()
const api = makeApi((input, init) => fetch(input, init))
const list = must('#calls')
const filterBox = must<HTMLInputElement>('#filter')
const placing = new Placing(api, call => {
  say(`${call.number} has a place`)
  poll()
})

let rows: Rows = NONE
let lost: Call[] = []
let loaded = false
let pointed = false

/** Nothing moves under a reader's hand or eye. */
function busy(): boolean {
  return pointed || list.contains(document.activeElement)
}

async function poll(): Promise<void> {
  try {
    const work = Promise.all([api.poll<CallList>(OPEN), api.poll<CallList>(LOST)])
    const [open, needy] = await (loaded ? work : showProgress(work))
    if (open) take(open.features.map(readCall))
    if (needy) lost = needy.features.map(readCall)
    showTrouble()
    online()
  } catch (reason) {
    if (!(reason instanceof Problem)) throw reason
    if (loaded && reason.passing) offline()
    else showTrouble('The calls could not be read', reason, poll)
  }
  draw()
}

function take(calls: Call[]): void {
  const before = rows.waiting.length
  rows = hear(rows, calls)
  if (!loaded || !busy()) rows = settle(rows)
  if (rows.waiting.length > before) {
    say(`${count(rows.waiting.length)}. Press n to show them.`)
  }
  loaded = true
}

function showNew(): void {
  const focused = document.activeElement
  const call = focused instanceof HTMLElement ? focused.dataset.call : undefined
  rows = settle(rows)
  draw()
  // The row may have been moved in the document, which takes its focus.
  const row = call ? linkOf(call) : links()[0]
  row?.focus()
  row?.scrollIntoView({ block: 'nearest' })
}

function draw(): void {
  const shown = matching(rows, filterBox.value)
  render(shown.length ? table(shown, Date.now(), page.dispatches, { close }) : empty(), list)
  render(newcomers(), must('#newcomers'))
  render(tray(), must('#tray'))
  must('#count').textContent = loaded ? `${rows.rows.length} open` : ''
}

function empty() {
  if (!loaded) return html`<div class="skeleton" aria-busy="true"></div>`
  return filterBox.value
    ? html`<p class="empty">No open call matches “${filterBox.value}”.</p>`
    : html`<p class="empty">No open calls. New ones appear here by themselves.</p>`
}

/** Always there, so that the list does not move when it has something to say. */
function newcomers() {
  const waiting = rows.waiting.length
  const closed = rows.rows.filter(row => row.gone).length
  if (!waiting && !closed) return nothing
  const words = [waiting ? count(waiting) : '', closed ? `${closed} closed` : ''].filter(Boolean)
  return html`<button type="button" class="main" @click=${showNew}>${words.join(', ')}: show <kbd>n</kbd></button>`
}

function tray() {
  if (!lost.length) return nothing
  return html`<h2>Need a place <span class="muted">${lost.length}</span></h2>
    <ul>
      ${lost.map(
        call => html`<li>
          <span class="priority p${Math.min(3, call.priority)}">${call.priority}</span>
          <span><b>${kindWords(call.kind)}</b> <span class="muted">${call.number} · ${age(Date.parse(call.reported_at), Date.now())}</span><br />${call.address || call.summary || 'No address'}</span>
          ${page.dispatches ? html`<button type="button" @click=${() => placing.open(call)}>Place<span class="unseen"> ${call.number}</span></button>` : nothing}
        </li>`,
      )}
    </ul>`
}

function count(calls: number): string {
  return calls === 1 ? '1 new call' : `${calls} new calls`
}

async function close(call: Call): Promise<void> {
  if (await closeCall(api, call)) await poll()
}

function links(): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[data-call]')]
}

function linkOf(id: string): HTMLElement | undefined {
  return links().find(link => link.dataset.call === id)
}

function move(by: number): void {
  const all = links()
  const here = all.indexOf(document.activeElement as HTMLElement)
  const to = here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by
  const next = all[Math.max(0, Math.min(all.length - 1, to))]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

bind(
  { keys: ['j', 'ArrowDown'], shown: 'j ↓', does: 'Next call', act: () => move(1) },
  { keys: ['k', 'ArrowUp'], shown: 'k ↑', does: 'Call before', act: () => move(-1) },
  { keys: ['Home'], does: 'First call', act: () => links()[0]?.focus() },
  { keys: ['End'], does: 'Last call', act: () => links().at(-1)?.focus() },
  { keys: ['n'], does: 'Show new calls', act: showNew },
  { keys: ['/'], does: 'Filter', act: () => filterBox.focus() },
  { keys: ['x'], does: 'Close the call in focus', act: closeFocused },
)

function closeFocused(): void {
  const id = (document.activeElement as HTMLElement | null)?.dataset.call
  const row = rows.rows.find(each => each.call.id === id)
  if (row && page.dispatches && !row.gone) close(row.call)
}

filterBox.addEventListener('input', draw)
filterBox.addEventListener('keydown', event => {
  if (event.key === 'Escape') {
    filterBox.value = ''
    draw()
  } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
    event.preventDefault()
    links()[0]?.focus()
  }
})
list.addEventListener('pointerenter', () => {
  pointed = true
})
list.addEventListener('pointerleave', () => {
  pointed = false
})

async function follow(): Promise<void> {
  if (!document.hidden) await poll()
  setTimeout(follow, POLL)
}
draw()
follow()
