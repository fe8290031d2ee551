/** Where cameras would help most: asked for, followed, shown, and tried out as a scenario. */

import '../css/sites.css'
import { html, nothing, render } from 'lit'
import type { Map as MapLibre } from 'maplibre-gl'
import { makeApi } from '../api'
import { readPage } from '../page'
import { say } from '../say'
import { asProblem, troubleCard } from '../trouble'
import { form, read } from './sites/form'
import { SitesMap } from './sites/map'
import { recruiting } from './sites/recruit'
import { result } from './sites/result'
import {
  type Block,
  makeTeller,
  type Offer,
  type Proposal,
  type Recruit,
  type Teller,
  underWay,
  type Weight,
} from './sites/told'

const EVERY = 800 // ms

export async function mount(element: HTMLElement, studyId: string, map: MapLibre): Promise<void> {
  const teller = makeTeller(
    makeApi((input, init) => fetch(input, init)),
    studyId,
  )
  new Sites(element, map, teller, await teller.offer()).begin()
}

class Sites {
  #map: SitesMap
  #shown: Proposal | null
  #recruit: Recruit | null = null
  #weight: Weight = 'street'
  #points: [number, number][] = []
  #own = false
  #budget = false
  #placing = false
  #chosen: number | null = null
  #block: Block | null = null
  #trouble: { what: string; reason: unknown } | null = null
  #plans = readPage().role === 'planner'

  constructor(
    private readonly element: HTMLElement,
    map: MapLibre,
    private readonly teller: Teller,
    private readonly offer: Offer,
  ) {
    this.#shown = offer.proposals[0] ?? null
    this.#map = new SitesMap(map, {
      site: n => this.#choose(n),
      point: at => {
        this.#points = [...this.#points, at]
        this.#draw()
      },
    })
  }

  begin(): void {
    this.#draw()
    if (this.#shown && underWay(this.#shown)) void this.#follow(this.#shown.id)
    else void this.#ask()
  }

  /** Whom to ask takes a moment to work out in a large area: nothing waits for it. */
  async #ask(): Promise<void> {
    this.#weight = this.#shown?.wanted.weight ?? 'street'
    await this.#try('Whom to ask could not be worked out', async () => {
      this.#recruit = await this.teller.recruit(this.#weight)
      this.#draw()
    })
  }

  async #propose(from: HTMLFormElement): Promise<void> {
    await this.#try('No sites can be proposed', async () => {
      const begun = await this.teller.propose(await read(from, this.#points))
      this.#place(false)
      this.offer.proposals.unshift(begun)
      this.#show(begun)
      say('Looking for sites')
      await this.#follow(begun.id)
    })
  }

  async #follow(id: string): Promise<void> {
    await this.#try('The proposal cannot be followed', async () => {
      for (;;) {
        const told = (await this.teller.follow(id)) ?? this.#shown
        if (this.#shown?.id !== id || !told) return
        this.#show(told)
        if (!underWay(told)) break
        await new Promise(resolve => setTimeout(resolve, EVERY))
      }
      void this.#ask()
      say(this.#shown?.words?.[0] ?? 'The proposal has ended')
      this.element.querySelector<HTMLElement>('#proposed-title')?.focus()
    })
  }

  async #cancel(id: string): Promise<void> {
    await this.#try('It could not be cancelled', async () =>
      this.#show(await this.teller.cancel(id)),
    )
  }

  async #tryOut(id: string): Promise<void> {
    await this.#try('No scenario could be made', async () => {
      location.assign((await this.teller.tryOut(id)).address)
    })
  }

  async #try(what: string, act: () => Promise<void>): Promise<void> {
    this.#trouble = null
    try {
      await act()
    } catch (reason) {
      this.#trouble = { what, reason: asProblem(reason) }
      this.#draw()
    }
  }

  #show(proposal: Proposal): void {
    if (proposal.id !== this.#shown?.id) this.#chosen = null
    this.#shown = proposal
    const at = this.offer.proposals.findIndex(({ id }) => id === proposal.id)
    this.offer.proposals[at] = proposal
    this.#draw()
  }

  #choose(n: number): void {
    const site = this.#shown?.sites?.find(each => each.n === n)
    if (!site) return
    this.#chosen = n
    this.#block = null
    this.#map.fly(site.at)
    this.#draw()
  }

  #write(block: Block): void {
    this.#block = block
    this.#chosen = null
    this.#map.fit(block.outline)
    this.#draw()
  }

  #place(on: boolean): void {
    this.#placing = on
    this.#map.place(on)
    this.#draw()
  }

  #draw(): void {
    const shown = this.#shown
    this.#map.show({
      sites: shown?.sites ?? [],
      points: this.#points,
      block: this.#block,
      chosen: this.#chosen,
    })
    render(
      html`${this.#plans ? this.#form() : nothing}
        ${this.#trouble ? troubleCard(this.#trouble.what, this.#trouble.reason) : nothing}
        ${this.#earlier()} ${shown ? this.#told(shown) : nothing}
        ${
          this.#recruit
            ? recruiting(this.#recruit, this.#weight, this.offer.currency, this.#block, block =>
                this.#write(block),
              )
            : html`<p class="muted" role="status">Working out whom to ask…</p>`
        }`,
      this.element,
    )
  }

  #form() {
    const drawn = {
      points: this.#points.length,
      placing: this.#placing,
      own: this.#own,
      budget: this.#budget,
      busy: this.#shown !== null && underWay(this.#shown),
    }
    return form(this.offer.kinds, this.offer.currency, drawn, {
      submit: from => void this.#propose(from),
      changed: from => {
        const said = new FormData(from)
        this.#own = said.getAll('source').includes('point')
        this.#budget = said.get('by') === 'budget'
        if (!this.#own) this.#place(false)
        this.#draw()
      },
      place: () => this.#place(!this.#placing),
      clear: () => {
        this.#points = []
        this.#draw()
      },
    })
  }

  #earlier() {
    const { proposals } = this.offer
    if (proposals.length < 2) return nothing
    const pick = (event: Event) => {
      const id = (event.currentTarget as HTMLSelectElement).value
      const found = proposals.find(each => each.id === id)
      if (found) this.#show(found)
    }
    return html`<label class="field" for="earlier">Proposals so far
      <select id="earlier" @change=${pick}>${proposals.map(
        each => html`<option value=${each.id} ?selected=${each === this.#shown}>
          ${each.made_at.slice(0, 16).replace('T', ' ')} UTC, ${each.author}: ${each.sites?.length ?? each.state}</option>`,
      )}</select></label>`
  }

  #told(proposal: Proposal) {
    if (proposal.state === 'done')
      return result(proposal, this.offer.currency, this.#chosen, {
        choose: n => this.#choose(n),
        tryOut: this.#plans ? () => void this.#tryOut(proposal.id) : null,
      })
    if (!underWay(proposal))
      return html`<p class="note amber" role="status">
        ${proposal.state === 'cancelled' ? 'It was cancelled.' : proposal.trouble}</p>`
    return html`<section class="running" aria-label="Progress">
      <p><label for="looking">${proposal.step || 'Waiting for its turn'}</label></p>
      <progress id="looking" max=${Math.max(proposal.total, 1)} value=${proposal.done}></progress>
      ${
        this.#plans
          ? html`<div><button type="button" id="stop-looking" @click=${() => void this.#cancel(proposal.id)}>
              Cancel</button></div>`
          : nothing
      }
    </section>`
  }
}
