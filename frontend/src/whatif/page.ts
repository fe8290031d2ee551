/** The planner's drawing board: cameras put up, turned, raised or taken down, on paper. */

import '../css/coverage.css'
import '../css/study.css'
import '../css/whatif.css'
import { makeApi } from '../api'
import { bind } from '../keys'
import { must } from '../page'
import { Board, openBoard } from './board'
import { type Facts, Server } from './server'

const facts = JSON.parse(must('#page').textContent ?? '') as Facts
const server = new Server(makeApi((input, init) => fetch(input, init)))
const board = new Board(server, facts, must('#map'))
const asked = Number(new URLSearchParams(location.search).get('v'))

openBoard(board, Number.isInteger(asked) && asked > 0 ? asked : null)

bind(
  { keys: ['c'], does: 'Add a camera in the middle of the map', act: board.add },
  { keys: [']'], does: 'Next camera', act: () => board.step(1) },
  { keys: ['['], does: 'Camera before', act: () => board.step(-1) },
  { keys: ['Delete'], does: 'Take the chosen camera down', act: board.remove },
  { keys: ['Escape'], shown: 'Esc', does: 'Choose no camera', act: () => board.choose(null) },
  { keys: [], shown: 'Ctrl+Z', does: 'Undo', act: board.undo },
  { keys: [], shown: 'Ctrl+Shift+Z', does: 'Redo', act: board.redo },
)
addEventListener('keydown', event => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return
  // A text that is being written has an undo of its own.
  if (event.target instanceof HTMLInputElement && event.target.type === 'text') return
  event.preventDefault()
  if (event.shiftKey) board.redo()
  else board.undo()
})
