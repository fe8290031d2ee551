/** The tabs of a study's result; what is behind one is loaded when it is first looked at. */

import { render } from 'lit'
import type { Map as MapLibre } from 'maplibre-gl'
import { must } from '../page'
import { asProblem, troubleCard } from '../trouble'

export const TABS = ['overview', 'numbers', 'sites'] as const
export type Tab = (typeof TABS)[number]

/** Fill a tab's panel, once; the map is the study's own and may be drawn on. */
type Mount = (element: HTMLElement, studyId: string, map: MapLibre) => void | Promise<void>

const LATER: Partial<Record<Tab, () => Promise<{ mount: Mount }>>> = {
  numbers: () => import('./numbers'),
  sites: () => import('./sites'),
}

export function readTab(text: string | null): Tab {
  return TABS.find(each => each === text) ?? 'overview'
}

export class Tabs {
  #filled = new Set<Tab>()

  constructor(
    private readonly study: string,
    private readonly map: MapLibre,
    private readonly changed: (tab: Tab) => void,
  ) {
    must('#tabs').addEventListener('keydown', event => this.#arrow(event))
    for (const tab of TABS) {
      button(tab).addEventListener('click', () => {
        this.show(tab)
        this.changed(tab)
      })
    }
  }

  show(tab: Tab): void {
    for (const each of TABS) {
      const on = each === tab
      button(each).ariaSelected = String(on)
      button(each).tabIndex = on ? 0 : -1
      panel(each).hidden = !on
    }
    document.body.dataset.tab = tab
    void this.#fill(tab)
  }

  async #fill(tab: Tab): Promise<void> {
    const load = LATER[tab]
    if (!load || this.#filled.has(tab)) return
    this.#filled.add(tab)
    try {
      await (await load()).mount(panel(tab), this.study, this.map)
    } catch (reason) {
      const again = () => {
        this.#filled.delete(tab)
        render('', panel(tab))
        void this.#fill(tab)
      }
      render(troubleCard('This could not be shown', asProblem(reason), again), panel(tab))
    }
  }

  #arrow(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const at = TABS.findIndex(tab => button(tab).ariaSelected === 'true')
    const next = button(TABS[(at + step + TABS.length) % TABS.length]!)
    next.focus()
    next.click()
  }
}

function button(tab: Tab): HTMLButtonElement {
  return must<HTMLButtonElement>(`#tab-${tab}`)
}

function panel(tab: Tab): HTMLElement {
  return must(`#panel-${tab}`)
}
