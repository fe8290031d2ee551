/** The drawing board: what is planned, what the server says of it, and how it is kept. */

import { html, nothing, render } from 'lit'
import { Problem } from '../api'
import type { LngLat } from '../geo'
import { must } from '../page'
import { latest } from '../register/latest'
import { say } from '../say'
import { asProblem, showTrouble, troubleCard } from '../trouble'
import { chips } from './deltas'
import { forget, keep, kept, keyOf } from './draft'
import { History } from './history'
import {
  cameraCard,
  cameraList,
  chipRow,
  dropping,
  type Hands,
  toolbar,
  versionList,
} from './panel'
import {
  actOf,
  type Camera,
  type Change,
  type Drawn,
  fold,
  nextNew,
  type Pose,
  put,
  without,
} from './plan'
import { Saving } from './saving'
import type { Facts, Kind, Scenario, Server, Tried } from './server'
import { Stage } from './stage'

export class Board implements Hands {
  #cameras: Camera[] = []
  #history = new History<Change[]>([])
  #chosen: string | null = null
  #tried: Tried | null = null
  #waiting = false
  #refusal: Problem | null = null
  #base = 0
  #scenario: Scenario | null = null
  #restored = false
  #stage: Stage
  #saving: Saving
  #asker = latest<Change[], Tried>(
    changes => this.server.attempt(this.facts.study.id, changes),
    (tried, newest) => this.#take(tried, newest),
    reason => this.#refused(reason),
  )

  constructor(
    private readonly server: Server,
    private readonly facts: Facts,
    map: HTMLElement,
  ) {
    this.#saving = new Saving(
      server,
      facts,
      () => this.#base,
      saved => this.#saved(saved),
    )
    this.#stage = new Stage(map, facts.study, facts.limits, {
      moved: to => this.change({ position: [...to] as LngLat }),
      turned: ({ azimuth, hfov, range }) => this.change({ azimuth, hfov, range }),
      pressed: id => this.choose(id),
    })
  }

  /** Bring the cameras and the version asked for, and what was not saved of it. */
  async open(version: number | null): Promise<void> {
    const { scenario, study } = this.facts
    this.#cameras = await this.server.cameras(study.id)
    let changes: Change[] = []
    if (scenario) {
      this.#scenario = await this.server.scenario(scenario)
      const number = version ?? this.#scenario.versions.at(-1)?.number
      if (number) {
        changes = (await this.server.version(scenario, number)).changes
        this.#base = number
      }
    }
    this.#history = new History(changes)
    const draft = this.facts.plans ? kept(this.#key, localStorage, Date.now()) : null
    if (draft && JSON.stringify(draft) !== JSON.stringify(changes)) {
      this.#history.commit(draft, 'draft', performance.now())
      this.#restored = true
      say('What you had not saved is back.')
    }
    this.#changed()
  }

  readonly add = (): void => {
    if (!this.facts.plans) return
    const id = nextNew(this.#changes)
    const [kind] = this.facts.kinds
    const position: LngLat = [...this.#stage.middle]
    this.#commit(
      [...this.#changes, { op: 'add', camera: id, values: { position, ...(kind && like(kind)) } }],
      `add ${id}`,
    )
    this.choose(id)
    document.querySelector<HTMLElement>('.handle.tip')?.focus()
  }

  readonly undo = (): void => {
    if (this.#history.undo()) this.#changed()
  }

  readonly redo = (): void => {
    if (this.#history.redo()) this.#changed()
  }

  readonly choose = (id: string | null): void => {
    this.#chosen = id
    const camera = this.#camera
    if (camera) this.#stage.goTo(camera.position)
    this.#draw()
  }

  change(after: Partial<Pose>): void {
    const before = this.#camera
    if (!before || !this.facts.plans || before.state === 'removed') return
    const act = actOf(before.id, before, after)
    if (act) this.#commit(put(this.#changes, act), `${act.op} ${act.camera}`)
  }

  setKind(kind: Kind): void {
    const { kind: id, name, form, ...pose } = like(kind)
    const camera = this.#camera
    if (!camera) return
    const changes = this.#changes.map(each =>
      each.op === 'add' && each.camera === camera.id
        ? { ...each, values: { ...each.values, kind: id, name, form } }
        : each,
    )
    const act = actOf(camera.id, camera, pose)
    this.#commit(act ? put(changes, act) : changes, `kind ${camera.id}`)
  }

  readonly remove = (): void => {
    const camera = this.#camera
    if (!camera || !this.facts.plans || camera.state === 'removed') return
    const act: Change = { op: 'remove', camera: camera.id, values: {} }
    const changes = camera.state === 'new' ? without(this.#changes, camera.id) : null
    this.#commit(changes ?? put(this.#changes, act), `remove ${camera.id}`)
  }

  readonly leave = (): void => {
    if (this.#chosen) this.#commit(without(this.#changes, this.#chosen), `leave ${this.#chosen}`)
  }

  readonly drop = (): void => {
    const { study } = this.facts
    if (!this.#scenario) return
    forget(this.#key, localStorage)
    this.server.drop(this.#scenario.id).then(
      () => location.assign(`/coverage/${study.id}`),
      reason => showTrouble('It was not deleted', asProblem(reason), () => showTrouble()),
    )
  }

  step(by: number): void {
    const ids = this.#listed.map(each => each.id)
    const at = ids.indexOf(this.#chosen ?? '')
    const next = ids[(at + by + ids.length) % ids.length]
    if (next) this.choose(next)
  }

  get #changes(): Change[] {
    return this.#history.now
  }

  get #drawn(): Map<string, Drawn> {
    return fold(this.#cameras, this.#changes)
  }

  /** As people look for them: what is new first, then by number. */
  get #listed(): Drawn[] {
    const rank = ({ state, number }: Drawn) => (state === 'new' ? -1 : (number ?? Infinity))
    return [...this.#drawn.values()].sort((a, b) => rank(a) - rank(b))
  }

  get #camera(): Drawn | null {
    return this.#drawn.get(this.#chosen ?? '') ?? null
  }

  get #key(): string {
    const { name, study } = this.facts
    return keyOf(name, study.id, this.#scenario?.id ?? '', this.#base)
  }

  #commit(changes: Change[], gesture: string): void {
    this.#history.commit(changes, gesture, performance.now())
    this.#changed()
  }

  /** Keep it, show it at once, and ask what it would change. */
  #changed(): void {
    const changes = this.#changes
    if (this.#history.undoable) keep(this.#key, changes, localStorage, Date.now())
    else forget(this.#key, localStorage)
    this.#refusal = null
    if (changes.length) {
      this.#waiting = true
      this.#asker.ask(changes)
    } else {
      this.#asker.drop()
      this.#tried = null
      this.#waiting = false
    }
    this.#draw()
  }

  #take(tried: Tried, newest: boolean): void {
    this.#tried = tried
    this.#waiting = !newest
    this.#draw()
    if (newest)
      say(
        chips(tried.deltas)
          .map(chip => chip.words)
          .join(', '),
      )
  }

  #refused(reason: unknown): void {
    this.#refusal = asProblem(reason)
    this.#waiting = false
    this.#draw()
  }

  #saved(scenario: Scenario): void {
    const before = this.#key
    this.#scenario = scenario
    this.#base = scenario.versions.at(-1)!.number
    forget(before, localStorage)
    this.#restored = false
    this.#history = new History(this.#changes)
    history.replaceState(null, '', `/coverage/whatif/${scenario.id}?v=${this.#base}`)
    must('#scenario-name').textContent = scenario.name
    this.#draw()
  }

  #draw(): void {
    const drawn = this.#listed
    const { facts } = this
    const chosen = this.#camera
    this.#stage.show({
      drawn,
      chosen,
      views: this.#tried?.fields_of_view ?? {},
      key: this.#tried?.key ?? null,
      handles: facts.plans && chosen?.state !== 'removed',
    })
    const restored = this.#restored && this.#history.undoable
    render(
      html`
        ${facts.plans ? toolbar(this, this.#history) : nothing}
        ${restored ? html`<p class="note" id="restored">What you had not saved is back. Undo shows the version itself.</p>` : nothing}
        <div id="deltas">${chipRow(this.#tried?.deltas ?? null, facts.study.blocks_told, this.#waiting)}</div>
        ${this.#refusal ? troubleCard('This plan cannot be worked out', this.#refusal, () => this.#changed()) : nothing}
        ${chosen ? cameraCard(chosen, facts, this) : html`<p class="muted">Choose a camera on the map or in the list${facts.plans ? ', or add one with c' : ''}.</p>`}
        ${cameraList(drawn, this.#chosen, this)}
        ${facts.plans ? this.#saving.form(this.#scenario, this.#changes, () => this.#draw()) : nothing}
        ${this.#scenario?.versions.length ? versionList(this.#scenario, this.#base) : nothing}
        ${this.#scenario && facts.plans ? dropping(this.#scenario, this) : nothing}
      `,
      must('#board'),
    )
  }
}

/** What a kind of camera says of one that is put up. */
function like({ id, name, form, mount, height, hfov, range, width_px }: Kind) {
  return { kind: id, name, form, mount, height, hfov, range, width_px }
}

export function openBoard(board: Board, version: number | null): void {
  board.open(version).catch(reason => {
    if (!(reason instanceof Problem)) throw reason
    showTrouble('The plan could not be opened', reason, () => {
      showTrouble()
      openBoard(board, version)
    })
  })
}
