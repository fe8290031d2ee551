/** What a study found: on the map, and in the panel that says the same. */

import { render } from 'lit'
import type { Api, Problem } from '../api'
import { viewOf } from '../map/map'
import { must } from '../page'
import { showTrouble } from '../trouble'
import { Asked } from './asked'
import { InView } from './inview'
import { legend } from './legend'
import { StudyMap } from './map'
import { readState, SHOWS, type State, writeState } from './state'
import { boundsOf, type Facts } from './study'
import { Tabs } from './tabs'

const SMALL = matchMedia('(max-width: 700px)')

export class Result {
  #state: State = readState(location.search)
  #drawn: StudyMap
  #asked: Asked | null = null
  #gap = -1

  constructor(
    private readonly api: Api,
    private readonly study: Facts['study'],
  ) {
    this.#drawn = new StudyMap(must('#map'), study, this.#state)
    let settling = 0
    this.#drawn.map.on('moveend', () => {
      clearTimeout(settling)
      settling = window.setTimeout(() => this.#remember({ at: viewOf(this.#drawn.map) }), 300)
    })
  }

  /** The study is done: its panel is on the page. */
  show(): void {
    const { map } = this.#drawn
    this.#asked = new Asked(this.api, this.study, this.#drawn, () => this.clear())
    new InView(this.#drawn, this.study.levels, hexagon => this.#asked?.ask(...hexagon))
    map.on('click', event => {
      if (!document.body.dataset.placing) this.#askAt(event.point)
    })
    this.#drawn.onFailure(reason => this.#failed(reason))
    this.#buttons('#shows button').forEach((button, n) => {
      button.addEventListener('click', () => this.press(n))
    })
    this.#buttons('#gaps button').forEach((button, n) => {
      button.addEventListener('click', () => this.#fly(n))
    })
    this.#drawn.found()
    this.press(SHOWS.indexOf(this.#state.show))
    new Tabs(this.study.id, map, tab => this.#remember({ tab })).show(this.#state.tab)
    for (const part of ['#looks', '#cross']) must(part).hidden = false
    if (SMALL.matches) must<HTMLDetailsElement>('#looks details').open = false
  }

  /** Choose what is coloured. */
  press(n: number): void {
    if (!this.#asked) return // the study is not done
    const show = SHOWS[n]!
    this.#remember({ show })
    this.#buttons('#shows button').forEach((button, each) => {
      button.ariaPressed = String(each === n)
    })
    this.#drawn.show(show)
    render(legend(show, this.study.levels), must('#legend'))
  }

  /** Go so many gaps on in the list. */
  gap(step: number): void {
    const gaps = this.#buttons('#gaps button')
    if (!gaps.length) return
    const next = this.#gap < 0 && step < 0 ? gaps.length - 1 : this.#gap + step
    this.#fly((next + gaps.length) % gaps.length)
  }

  askMiddle(): void {
    const { width, height } = this.#drawn.map.getCanvas().getBoundingClientRect()
    this.#askAt({ x: width / 2, y: height / 2 })
  }

  whole(): void {
    this.#drawn.whole()
  }

  clear(): void {
    this.#drawn.choose(null)
    this.#asked?.clear()
    this.#mark(-1)
  }

  #askAt(point: { x: number; y: number }): void {
    const hit = this.#drawn.hexagonAt(point)
    if (hit) void this.#asked?.ask(...hit)
    else this.#asked?.nothing()
  }

  #failed(reason: Problem): void {
    showTrouble('The map of this study could not be drawn', reason, () => {
      showTrouble()
      this.#drawn.again()
    })
  }

  #fly(n: number): void {
    const gap = this.study.gaps[n]
    if (!gap) return
    this.#drawn.choose(gap.line)
    this.#drawn.fly(boundsOf(gap.line))
    this.#mark(n)
    this.#buttons('#gaps button')[n]!.focus()
  }

  #mark(n: number): void {
    this.#gap = n
    this.#buttons('#gaps button').forEach((button, each) => {
      button.ariaPressed = String(each === n)
    })
  }

  #buttons(selector: string): HTMLButtonElement[] {
    return [...document.querySelectorAll<HTMLButtonElement>(selector)]
  }

  #remember(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change }
    const search = writeState(this.#state, location.search)
    history.replaceState(null, '', location.pathname + search)
  }
}
