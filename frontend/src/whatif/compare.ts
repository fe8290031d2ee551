/** Two states of the plan, one map over the other, and a slider that uncovers the lower one. */

import '../css/coverage.css'
import '../css/study.css'
import '../css/whatif.css'
import { html, render } from 'lit'
import type { Map as MapLibre } from 'maplibre-gl'
import { makeApi } from '../api'
import { makeMap } from '../map/map'
import { must } from '../page'
import { asProblem, showTrouble } from '../trouble'
import { chips, type Deltas } from './deltas'
import type { Change } from './plan'
import { Server, type Study } from './server'
import { dressStudy, tryOut } from './stage'

interface Side {
  label: string
  study: Study
  changes?: Change[]
  deltas?: Deltas
}

const sides = JSON.parse(must('#page').textContent ?? '') as { a: Side; b: Side }
const server = new Server(makeApi((input, init) => fetch(input, init)))
const maps = [show('a', sides.a), show('b', sides.b)] as const
swipe(must<HTMLInputElement>('#swipe'), must('.stage'))
together(...maps)

function show(name: 'a' | 'b', side: Side): MapLibre {
  let key: string | null = null
  const map = makeMap(must(`#map-${name}`), null, sides.a.study.bounds, dressed =>
    dressStudy(dressed, side.study, key),
  )
  map.getCanvas().ariaLabel = `${name.toUpperCase()}: ${side.label}`
  const told = must(`#deltas-${name}`)
  if (side.deltas)
    render(
      html`<ul class="chips">${chips(side.deltas).map(
        chip => html`<li data-chip=${chip.name} data-look=${chip.look}>${chip.words}</li>`,
      )}</ul>`,
      told,
    )
  if (side.changes?.length) {
    const asked = server.attempt(side.study.id, side.changes)
    asked
      .then(tried => {
        key = tried.key
        if (map.isStyleLoaded()) tryOut(map, key)
        else map.once('idle', () => tryOut(map, key))
      })
      .catch(reason => showTrouble(`${side.label} cannot be worked out`, asProblem(reason)))
  }
  return map
}

/** What lies right of the slider is B; with the keyboard it moves by a twentieth. */
function swipe(slider: HTMLInputElement, stage: HTMLElement): void {
  const move = () => {
    stage.style.setProperty('--at', `${slider.value}%`)
    slider.ariaValueText = `${slider.value} percent ${sides.a.label}, the rest ${sides.b.label}`
  }
  slider.addEventListener('input', move)
  move()
}

/** Each map follows the other. */
function together(a: MapLibre, b: MapLibre): void {
  let leading: MapLibre | null = null
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    one.on('move', () => {
      if (leading && leading !== one) return
      leading = one
      other.jumpTo({ center: one.getCenter(), zoom: one.getZoom(), bearing: one.getBearing() })
      leading = null
    })
  }
}
