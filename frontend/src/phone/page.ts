/** The caller's page: consent, then the picture with a stop button, then how it ended. */

import '../css/phone.css'
import { stopwatch } from '../age'
import { must } from '../page'
import { askForCompass, closeCamera, followPlace, openCamera, snap } from './camera'
import { Filming } from './filming'
import { type Given, type Outcome, Sender } from './sender'

interface Facts {
  words: Record<string, string>
  state: 'sent' | 'sharing'
}

const EVERY = 200 // ms between two pictures, where the line is good
const BESIDE_FILM = 1000
const KEPT = `sightline-phone ${location.pathname}`
const facts = document.querySelector('#consent')
  ? (JSON.parse(must('#page').textContent ?? '') as Facts)
  : null

if (facts) begin(facts)

function begin({ words, state }: Facts): void {
  const kept = sessionStorage.getItem(KEPT)
  const fault = must('#fault')
  if (kept) share(JSON.parse(kept) as Given, words)
  else if (state === 'sharing') finish(words, 'used')
  must<HTMLButtonElement>('#agree').addEventListener('click', () => agree(words, fault))
  must('#decline').addEventListener('click', () => finish(words, 'declined'))
}

/** The camera first: a link is not spent where the phone gives none. */
async function agree(words: Record<string, string>, fault: HTMLElement): Promise<void> {
  const button = must<HTMLButtonElement>('#agree')
  button.disabled = true
  fault.hidden = true
  try {
    await askForCompass()
    closeCamera(await openCamera(must<HTMLVideoElement>('#camera')))
  } catch {
    fault.textContent = words.no_camera ?? ''
    fault.hidden = false
    button.disabled = false
    button.textContent = words.again ?? ''
    return
  }
  const response = await post('consent')
  if (!response?.ok) return finish(words, response?.status === 410 ? 'used' : 'lapsed')
  const given = (await response.json()) as Given
  sessionStorage.setItem(KEPT, JSON.stringify(given))
  share(given, words)
}

async function share(given: Given, words: Record<string, string>): Promise<void> {
  show('sharing')
  const [video, status, placed] = [
    must<HTMLVideoElement>('#camera'),
    must('#status'),
    must('#placed'),
  ]
  let stream: MediaStream | null = null
  const sender = new Sender(given, {
    connected: on => {
      status.textContent = (on ? words.live : words.waiting) ?? ''
      status.dataset.on = String(on)
      if (on) filming.begin()
      else filming.end()
    },
    film: fault => (fault === 'behind' ? filming.slower() : filming.give()),
    over: outcome => leave(outcome),
  })
  const filming = new Filming(sender, () => stream)
  const forgetPlace = followPlace(place => {
    placed.textContent = (place ? words.placed : words.unplaced) ?? ''
    if (place) sender.place(place)
  })
  const board = document.createElement('canvas')
  const awake = keepAwake()
  let snapped = 0
  const clocks = [
    setInterval(async () => {
      const due = snapped + (filming.on ? BESIDE_FILM : 0)
      if (!sender.free || document.hidden || Date.now() < due) return
      snapped = Date.now()
      const jpeg = await snap(video, board)
      if (jpeg) sender.picture(jpeg)
    }, EVERY),
    setInterval(() => {
      const left = stopwatch(Date.now(), Date.parse(given.ends_at)).slice(3)
      must('#left').textContent = (words.left ?? '').replace('{time}', left)
    }, 1000),
  ]
  function leave(outcome: Outcome): void {
    for (const clock of clocks) clearInterval(clock)
    forgetPlace()
    filming.end()
    awake.then(lock => lock?.release())
    closeCamera(stream)
    stream = null
    sessionStorage.removeItem(KEPT)
    finish(words, outcome)
  }
  must('#stop').addEventListener('click', () => {
    if (!sender.stop()) {
      post('stop')
      leave('stopped')
    }
  })
  try {
    stream = await openCamera(video)
    filming.begin()
  } catch {
    post('stop')
    leave('stopped')
  }
}

/** A phone that is held up must not fall asleep. */
async function keepAwake(): Promise<WakeLockSentinel | null> {
  return navigator.wakeLock?.request('screen').catch(() => null) ?? null
}

function finish(words: Record<string, string>, outcome: string): void {
  show('over')
  must('#outcome').textContent = words[outcome] ?? ''
}

function show(section: 'sharing' | 'over'): void {
  for (const id of ['consent', 'sharing', 'over']) must(`#${id}`).hidden = id !== section
}

async function post(deed: 'consent' | 'stop'): Promise<Response | null> {
  const token = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? ''
  const body = new URLSearchParams({ do: deed })
  const headers = { 'X-CSRFToken': token }
  return fetch(location.pathname, { method: 'POST', body, headers, keepalive: true }).catch(
    () => null,
  )
}
