/** The walk on a phone: a door, four answers, and the next; with or without a line. */

import { makeApi } from '../api'
import '../css/canvass.css'
import { must, readPage } from '../page'
import { say } from '../say'
import { draw } from './code'
import { type Line, Pocket } from './pocket'
import { type Door, finished, noted, SAID, type Walk, WORDS } from './walk'

const AGAIN = 20_000 // ms between two tries to send

const page = readPage() as ReturnType<typeof readPage> & { walk: string; walks: boolean }
const pocket = new Pocket(
  page.walk,
  localStorage,
  makeApi((input, init) => fetch(input, init)),
)
const list = must<HTMLOListElement>('#doors')
const leftOnly = must<HTMLInputElement>('#left-only')
const dialog = must<HTMLDialogElement>('#code')

function show(line: Line): void {
  const walk = pocket.walk
  if (!walk) {
    must('#line').textContent = 'No connection, and this walk is not on the phone yet.'
    return
  }
  const doors = noted(walk.doors, pocket.marks)
  must('#done').textContent = `${doors.filter(finished).length} of ${doors.length} doors done`
  must('#line').textContent = words(line, pocket.marks.length, walk)
  const shown = leftOnly.checked ? doors.filter(door => !finished(door)) : doors
  const focused = document.activeElement?.closest('li')?.id
  const button = document.activeElement?.getAttribute('data-said')
  list.replaceChildren(...shown.map(row))
  if (focused && button) {
    document.getElementById(focused)?.querySelector<HTMLElement>(`[data-said="${button}"]`)?.focus()
  }
}

function words(line: Line, waiting: number, walk: Walk): string {
  const notes = waiting === 1 ? '1 note waits' : `${waiting} notes wait`
  if (line === 'over') return 'This canvass has ended.'
  if (line === 'signed-out') {
    return waiting ? `You are signed out: ${notes} until you sign in again.` : 'You are signed out.'
  }
  if (line === 'waiting') {
    const from = new Date(walk.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    return waiting ? `No connection: ${notes} here.` : `No connection: the list is from ${from}.`
  }
  return waiting ? `${notes} to be sent.` : 'Everything is sent.'
}

function row(door: Door): HTMLLIElement {
  const item = document.createElement('li')
  item.id = `door-${door.id}`
  item.value = door.turn
  item.dataset.outcome = door.outcome
  const address = document.createElement('strong')
  address.textContent = door.address
  const state = document.createElement('span')
  state.className = 'state'
  state.textContent = WORDS[door.outcome] ?? door.outcome
  item.append(address, state)
  if (page.walks && door.outcome !== 'uploaded') item.append(buttons(door), remark(door))
  return item
}

function buttons(door: Door): HTMLElement {
  const group = document.createElement('div')
  group.className = 'row'
  for (const [outcome, name] of SAID) {
    const button = make(name, outcome)
    button.setAttribute('aria-pressed', String(door.outcome === outcome))
    button.setAttribute('aria-label', `${name}: ${door.address}`)
    button.addEventListener('click', () =>
      // pressed again it is taken back
      note(door, door.outcome === outcome ? '' : outcome, door.note),
    )
    group.append(button)
  }
  const code = make('Code', 'code')
  code.setAttribute('aria-label', `Code: ${door.address}`)
  code.addEventListener('click', () => present(door))
  group.append(code)
  return group
}

function make(name: string, said: string): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = name
  button.dataset.said = said
  return button
}

function remark(door: Door): HTMLElement {
  const input = document.createElement('input')
  input.maxLength = 200
  input.value = door.note
  input.placeholder = 'Note, e.g. home after 18:00'
  input.setAttribute('aria-label', `Note: ${door.address}`)
  input.addEventListener('change', () => note(door, door.outcome, input.value.trim()))
  return input
}

function note(door: Door, outcome: string, words: string): void {
  pocket.note({ door: door.id, outcome, note: words, at: new Date().toISOString() })
  say(`${door.address}: ${WORDS[outcome] || 'not asked yet'}`)
  show('sent')
  void send()
}

/** Show the code to whoever opened: to send a recording, or to register. */
function present(door: Door): void {
  must('#code-title', dialog).textContent = door.address
  const choose = (which: string) => {
    const code = which === 'give' ? door.give : pocket.walk?.register
    if (!code) return
    must('.square', dialog).replaceChildren(draw(code))
    must('.address', dialog).textContent = code.url
    for (const button of dialog.querySelectorAll<HTMLButtonElement>('[data-code]')) {
      button.setAttribute('aria-pressed', String(button.dataset.code === which))
      button.onclick = () => choose(button.dataset.code ?? '')
    }
  }
  choose('give')
  dialog.showModal()
}

async function send(): Promise<void> {
  const line = await pocket.send()
  if (line === 'over') await leave()
  show(line)
}

async function take(): Promise<void> {
  const sent = await pocket.send()
  const line = sent === 'sent' ? await pocket.fetch() : sent
  if (line === 'over') await leave()
  show(line)
}

/** Keep this page on the phone, and all it is made of. */
async function stay(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  await navigator.serviceWorker.register('/canvass/worker.js', { scope: '/canvass/' })
  const { active } = await navigator.serviceWorker.ready
  const parts = performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter(name => name.startsWith(`${location.origin}/static/`))
  active?.postMessage({ keep: [location.href, ...parts] })
}

async function leave(): Promise<void> {
  pocket.empty()
  for (const name of await caches.keys()) {
    if (name.startsWith('canvass')) await caches.delete(name)
  }
}

leftOnly.addEventListener('change', () => show('sent'))
addEventListener('online', () => void take())
addEventListener('offline', () => show('waiting'))
setInterval(() => void (pocket.marks.length && send()), AGAIN)
if (pocket.walk) show('waiting')
void take()
if (page.walks) void stay()
else void leave().then(take)
