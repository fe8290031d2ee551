/** The live map: with a call in focus, or without. One page, so that a click costs no page load. */

import '../css/live.css'
import '../css/phones.css'
import '../css/player.css'
import '../css/ptz.css'
import type { Map as MapLibre } from 'maplibre-gl'
import { makeApi } from '../api'
import type { Call } from '../incident/call'
import { type Click, Focus } from '../incident/focus'
import { closeCall } from '../incidents/closing'
import { bind } from '../keys'
import { AREA, callImages, callLayers, FOV, TILES, tileLayers } from '../map/layers'
import { makeMap, viewOf } from '../map/map'
import { must, readPage } from '../page'
import { Phones } from '../phone/phones'
import { TRAIL, Trail, trailLayers } from '../phone/trail'
import { Pointing } from '../ptz/pointing'
import { say } from '../say'
import { theme } from '../theme'
import { showTrouble } from '../trouble'
import { readState, type State, writeState } from './address'
import { Browse } from './browse'
import { applyFilters, layerButton } from './layers'
import { NextCall } from './next'
import { makeSheet } from './sheet'
import { Starting } from './starting'

const page = readPage()
const api = makeApi((input, init) => fetch(input, init))
let state: State = readState(new URL(location.href))

const wanted = [
  'fov_agency',
  'agg_all',
  'agg_public',
  'camera_private',
  'camera_agency',
  'camera_public',
  'incident',
]
const layers = wanted.filter(layer => page.layers.includes(layer))

const { bounds } = await api.get<{ bounds?: [number, number, number, number] }>(
  '/tiles.json?layers=base',
)
const map = makeMap(must('#map'), state.at, bounds ?? [-125, 25, -66, 49], dress)
const trail = new Trail(map, api)
const phones = new Phones(api, page, trail, () => focus.again())
const followed = (camera: { id: string; form: string } | null) =>
  trail.heat(camera?.form === 'moving' ? camera.id : null, state.incident)
const focus = new Focus(map, api, page, {
  state: ({ radius, time, camera }) => remember({ radius, time, camera }),
  looked: () => map.once('idle', rested), // the pictures first
  leave: () => go(null),
  hot: followed,
  closed: async call => {
    if (await closeCall(api, call)) go(null)
  },
})
const pointing = page.dispatches ? new Pointing(map, api, () => focus.again()) : null
const upcoming = new NextCall(api)
const browse = new Browse(map, api, page, {
  call: (id, place, since) => go(id, null, { place, since }),
  start: place => starting.open(place),
  hot: followed,
})
const starting = new Starting(api, page, call => go(call.id, call))

function dress(on: MapLibre): void {
  for (const [name, image] of callImages()) {
    if (!on.hasImage(name)) on.addImage(name, image, { pixelRatio: 2 })
  }
  on.addSource(TILES, { type: 'vector', url: `${location.origin}/tiles.json?layers=${layers}` })
  for (const id of [FOV, AREA, TRAIL]) {
    on.addSource(id, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
  }
  for (const layer of [
    ...tileLayers(theme(), name => layers.includes(name)),
    ...callLayers(theme()),
    ...trailLayers(theme()),
  ])
    on.addLayer(layer)
  filter()
  focus.fields.draw()
  trail.draw()
}

function filter(): void {
  const shown = { ...state, fov: state.fov && !state.incident }
  applyFilters(map, shown, state.incident ? { call: state.incident, cameras: focus.numbers } : null)
  layerButton(state, filters => {
    remember(filters)
    filter()
  })
}

/** What may wait until the map stands still. */
function rested(): void {
  filter()
  upcoming.prepare()
}

/** Change the address without a step in the history: a view, not a place. */
function remember(change: Partial<State>): void {
  state = { ...state, ...change }
  history.replaceState(null, '', writeState(state, location.search))
}

/** Go to a call, or back to the map. */
function go(
  incident: string | null,
  known: Call | null = null,
  click: Click = { since: performance.now() },
): void {
  state = { ...state, incident, radius: null, time: '', camera: null }
  history.pushState(null, '', writeState(state, location.search))
  show(known, click)
}

function show(known: Call | null = null, click: Click = { since: performance.now() }): void {
  document.body.classList.toggle('in-focus', state.incident !== null)
  if (state.incident) {
    browse.leave()
    focus.enter(state.incident, known, state, click)
    phones.enter(state.incident)
    pointing?.enter(state.incident)
  } else {
    focus.leave()
    phones.leave()
    pointing?.leave()
    filter()
    browse.enter()
  }
}

async function nextCall(since: number): Promise<void> {
  try {
    const next = await upcoming.after(state.incident)
    if (next) go(next.id, next, { since })
    else say('There is no other open call')
  } catch (reason) {
    showTrouble('The next call could not be found', reason, () => nextCall(performance.now()))
  }
}

bind(
  ...Array.from({ length: 10 }, (_, n) => ({
    keys: [String((n + 1) % 10)],
    does: `Camera ${n + 1}`,
    act: () => focus.select(n + 1),
  })),
  { keys: ['['], does: 'Camera before', act: () => focus.step(-1) },
  { keys: [']'], does: 'Camera after', act: () => focus.step(1) },
  { keys: ['w'], does: 'Wall of live pictures', act: () => focus.players.wall() },
  {
    keys: ['s'],
    does: 'Keep a still of the live picture',
    act: () => focus.players.press('still'),
  },
  { keys: ['k'], does: 'Keep it live 5 more minutes', act: () => focus.players.press('keep') },
  { keys: ['r'], does: 'What the camera recorded', act: () => focus.players.press('recorded') },
  { keys: ['l'], does: 'Back to live', act: () => focus.players.press('live') },
  { keys: ['o'], does: 'A clip ends here', act: () => focus.players.press('out') },
  { keys: ['t'], does: 'Turn a camera to the middle', act: () => pointing?.here() },
  { keys: ['p'], does: 'Pin the thumbnail', act: () => focus.pin() },
  { keys: ['g'], does: 'Next open call', act: event => nextCall(event.timeStamp) },
  {
    keys: ['i'],
    does: 'Start an incident in the middle; with a recording: a clip begins here',
    act: () => (state.incident ? focus.players.press('in') : browse.startHere()),
  },
  {
    keys: ['f'],
    does: 'Fields of view on or off',
    act: () => {
      remember({ fov: !state.fov })
      filter()
    },
  },
  { keys: ['/'], does: 'Search', act: () => state.incident || browse.focusSearch() },
  {
    keys: ['Escape'],
    shown: 'Esc',
    does: 'Back to the map',
    act: () => focus.players.back() || (state.incident && go(null)),
  },
)

let settling = 0
map.on('moveend', () => {
  clearTimeout(settling)
  settling = window.setTimeout(() => remember({ at: viewOf(map) }), 300)
})
addEventListener('popstate', () => {
  state = readState(new URL(location.href))
  show()
})
setInterval(() => state.incident && !document.hidden && upcoming.prepare(), 5000)
makeSheet(() => map.fire('resize'))
show()
