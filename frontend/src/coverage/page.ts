/** A study's page: it is followed while it is made, then lies on the map. */

import '../css/coverage.css'
import '../css/study.css'
import { makeApi } from '../api'
import { bind } from '../keys'
import { online } from '../offline'
import { must } from '../page'
import { Result } from './result'
import { follow } from './running'
import type { Facts } from './study'

const { study } = JSON.parse(must('#page').textContent ?? '') as Facts
const api = makeApi((input, init) => fetch(input, init))
const result = new Result(api, study)

bind(
  {
    keys: ['1', '2', '3', '4'],
    does: 'Colour by: seen, overlap, level, reason',
    act: event => result.press(Number(event.key) - 1),
  },
  { keys: ['n'], does: 'Next of the longest gaps', act: () => result.gap(1) },
  { keys: ['b'], does: 'Gap before', act: () => result.gap(-1) },
  { keys: ['h'], does: 'Ask about the hexagon in the middle', act: () => result.askMiddle() },
  { keys: ['f'], does: 'The whole area', act: () => result.whole() },
  { keys: ['Escape'], shown: 'Esc', does: 'Choose nothing', act: () => result.clear() },
)

addEventListener('online', online)

function show(): void {
  const state = must('#study').dataset.state
  if (state === 'done') result.show()
  else if (state === 'queued' || state === 'running') follow(api, study.id, show)
}

show()
