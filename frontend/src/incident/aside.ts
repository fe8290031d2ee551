/** What stands beside the map: the head of the call and the list of its cameras. */

import { html, render } from 'lit'
import { must, type Page } from '../page'
import type { Call } from './call'
import type { Camera } from './camera'
import { cameraList, type ListEvents } from './list'
import type { OwnerEvents } from './owners'
import { type PanelEvents, panel } from './panel'
import { type Status, tally } from './status'

export interface AsideFacts {
  call: Call
  cameras: Camera[]
  statuses: Map<string, Status>
  explanation: string
  radius: number
  time: string
  connection: string
  hot: string | null
}

export class Aside {
  #head = must('#call')
  #list = must('#camera-list')

  constructor(
    private readonly page: Page,
    private readonly on: PanelEvents & ListEvents & OwnerEvents,
  ) {}

  wait(): void {
    render(html`<div class="skeleton" aria-busy="true"></div>`, this.#head)
  }

  draw(facts: AsideFacts): void {
    const { call, cameras, statuses } = facts
    const purpose = this.page.purposes.find(each => each.code === call.purpose)?.name
    const asked = cameras.length > 0 || facts.explanation !== ''
    const shown = {
      ...facts,
      tally: asked ? tally(cameras, statuses) : ['Looking for cameras'],
      explanation: call.place ? facts.explanation : 'This call has no place yet',
      purpose: purpose ?? call.purpose,
      dispatches: this.page.dispatches,
      investigates: this.page.role === 'investigator',
    }
    render(panel(shown, this.on), this.#head)
    this.drawList(facts)
  }

  drawList({ call, cameras, statuses, hot, time }: AsideFacts): void {
    const asked = time ? [] : (call.asked ?? [])
    render(cameraList(cameras, statuses, asked, hot, this.on), this.#list)
  }
}
