/** One call in focus: its cameras are asked for, drawn, listed, watched and kept true. */

import type { Map as MapLibre } from 'maplibre-gl'
import { type Api, Problem } from '../api'
import { type LngLat, metres } from '../geo'
import { offline, online } from '../offline'
import type { Page } from '../page'
import { Players } from '../player/players'
import { showProgress } from '../progress'
import { say } from '../say'
import { showTrouble } from '../trouble'
import { Album } from './album'
import { Aside, type AsideFacts } from './aside'
import { askCall, askCameras } from './asking'
import { type Call, type CallFeature, kindWords, readCall } from './call'
import { type Camera, viewable } from './camera'
import { Choice } from './choosing'
import { Fields } from './fields'
import { PicturesFirst } from './first'
import { sayHelped } from './helped'
import { Owners, sayAnswers } from './owners'
import { Stage } from './stage'
import { type Status, tally } from './status'
import { Strip } from './strip'
import { Timing } from './timing'
import { Watch } from './watch'

const POLL = 5000
const AGAIN = 60_000
const WIPE = 150 // ms a list may take before the pictures of the call before go without it

export interface FocusEvents {
  /** The address should say so. */
  state(facts: { radius: number; time: string; camera: number | null }): void
  /** The cameras have come. */
  looked(): void
  leave(): void
  /** This one is looked at. */
  hot(camera: Camera | null): void
  closed(call: Call): void
}

export class Focus {
  readonly fields: Fields
  readonly #stage: Stage
  readonly #strip: Strip
  readonly #choice: Choice
  readonly players: Players
  readonly #watch: Watch
  readonly #timing = new Timing()
  readonly #first = new PicturesFirst()
  readonly #album = new Album()
  readonly #aside: Aside
  readonly #owners: Owners
  #call: Call | null = null
  #cameras: Camera[] = []
  #explanation = ''
  #connection = ''
  #radius = 150
  #time = ''
  #asked = new AbortController()
  #clocks: number[] = []
  #again = 0
  #wiping = 0

  constructor(
    map: MapLibre,
    private readonly api: Api,
    page: Page,
    private readonly events: FocusEvents,
  ) {
    const thumbs = {
      hot: (id: string | null) => this.#choice.heat(id),
      pick: (id: string) => this.#play(id),
    }
    this.fields = new Fields(map)
    this.#stage = new Stage(map, this.#album.pictures, thumbs)
    this.#strip = new Strip(this.#album.pictures, thumbs)
    this.#stage.laidOut = () => this.#fillStrip()
    const cameras = () => this.#cameras
    this.#choice = new Choice(this.#stage, this.#strip, this.fields, cameras, () => {
      events.hot(this.#cameras.find(camera => camera.id === this.#choice.hot) ?? null)
      if (this.#call) this.#aside.drawList(this.#facts(this.#call))
    })
    this.players = new Players(api, {
      anchor: id => this.#stage.button(id)?.getBoundingClientRect() ?? null,
      picture: id => this.#album.pictures.get(id),
      cameras,
      changed: () => this.#state(),
      kept: () => this.#poll(),
      turned: page.dispatches ? () => this.again() : null,
    })
    const painted = (ids: string[]) => {
      if (this.#wiping || !ids.length) return // of the call before
      this.#timing.painted(ids)
      this.#first.go()
    }
    this.#stage.pictures.painted = this.#strip.pictures.painted = painted
    this.#watch = new Watch(api, {
      picture: (id, at, jpeg) => this.#picture(id, at, jpeg),
      state: (id, state, capturedAt, reason) => {
        this.#album.hear(id, { state, capturedAt, reason, refused: false })
        this.#tellOf(id)
      },
      refused: (id, reason) => this.#refused(id, reason),
      connected: (_, words) => this.#connected(words),
    })
    this.#owners = new Owners(api, () => this.#poll())
    this.#aside = new Aside(page, {
      ...thumbs,
      ask: camera => this.#call && this.#owners.ask(this.#call.id, camera),
      panic: (deed, reason) => this.#call && this.#owners.panic(this.#call.id, deed, reason),
      radius: metres => this.#ask(metres, this.#time),
      time: at => this.#ask(this.#radius, at && new Date(at).toISOString()),
      close: () => this.#call && events.closed(this.#call),
      helped: async helped => {
        if (this.#call && (await sayHelped(this.api, this.#call.id, helped))) await this.#poll()
      },
      leave: () => events.leave(),
    })
    addEventListener('resize', () => this.#strip.place())
    document.addEventListener('visibilitychange', () => this.#rest())
  }

  /** Ask again who sees the place: a camera has come, or has gone. */
  again(): void {
    if (this.#call && !this.#time) this.#look(false)
  }

  get call(): Call | null {
    return this.#call
  }

  get numbers(): number[] {
    return this.#cameras.map(camera => camera.number)
  }

  /** Open a call; a place known from the click is shown before anything is asked. */
  async enter(id: string, known: Call | null, asked: Asked, click: Click): Promise<void> {
    this.#forget()
    this.#timing.click(click.since)
    this.#asked = new AbortController()
    this.#radius = asked.radius ?? known?.radius ?? 150
    this.#time = asked.time
    this.#clocks = [
      window.setInterval(() => this.#tick(), 1000),
      window.setInterval(() => this.#poll(), POLL),
      window.setInterval(() => this.#look(false), AGAIN),
    ]
    this.#call = known
    const place = click.place ?? known?.place
    if (place) this.#stage.pulse(place)
    this.#render()
    try {
      this.#call = known ?? (await showProgress(askCall(this.api, id, this.#asked.signal)))
    } catch (reason) {
      this.fields.clear()
      return this.#failed('The call could not be opened', reason, () =>
        this.enter(id, known, asked, click),
      )
    }
    this.#radius = asked.radius ?? this.#call.radius
    document.title = `${kindWords(this.#call.kind)} · Sightline`
    await this.#look(true)
    const chosen = this.#cameras.find(camera => camera.number === asked.camera)
    if (chosen) this.#play(chosen.id)
  }

  leave(): void {
    this.#watch.stop()
    this.#album.clear()
    this.#forget()
    this.#wipe()
    this.#stage.leave()
    this.fields.clear()
  }

  /** Clear the stage for the next call; the socket goes on and is given another pass. */
  #forget(): void {
    this.#asked.abort()
    this.#first.forget()
    for (const clock of this.#clocks) clearInterval(clock)
    clearTimeout(this.#again)
    this.#clocks = []
    this.#call = null
    this.#cameras = []
    this.#explanation = this.#connection = ''
    this.#choice.forget()
    this.players.close()
    clearTimeout(this.#wiping)
    this.#wiping = window.setTimeout(() => this.#wipe(), WIPE)
    showTrouble()
  }

  /** Take the pictures of the call before away: with the new ones, so that one frame does both. */
  #wipe(): void {
    clearTimeout(this.#wiping)
    this.#wiping = 0
    this.#stage.clear()
    this.#strip.set([])
  }

  #play(id: string): void {
    const camera = this.#cameras.find(each => each.id === id)
    if (camera && this.#call) this.players.open(camera, this.#call)
  }

  select(no: number): void {
    this.#choice.select(no)
  }

  step(by: number): void {
    if (this.players.camera) this.players.step(by)
    else this.#choice.step(by)
  }

  pin(): void {
    this.#choice.pin()
  }

  async #look(move: boolean): Promise<void> {
    const call = this.#call
    if (!call) return
    const place = call.place
    if (!place) {
      this.fields.clear()
      return this.#render()
    }
    try {
      const question = { incident: call.id, place, radius: this.#radius, time: this.#time }
      const asking = askCameras(this.api, question, this.#asked.signal)
      const answer = await (move ? showProgress(asking) : asking)
      this.#cameras = answer.cameras
      this.#explanation = answer.explanation
      showTrouble()
      online()
    } catch (reason) {
      if (move) this.fields.clear()
      return this.#failed('The cameras could not be listed', reason, () => this.#look(move))
    }
    this.#album.keep(new Set(this.#cameras.filter(viewable).map(camera => camera.id)))
    const watching = this.#watchAll() // on its way while the rest is drawn
    this.#first.wait(() => {
      this.#stage.move()
      this.fields.set(this.#cameras, place, this.#radius)
      this.events.looked()
    })
    if (this.#wiping) this.#wipe()
    this.#stage.set(this.#cameras, place, move)
    const expected = this.#expected()
    if (!move || !expected.length) this.#first.go()
    this.#timing.expect(expected)
    this.#tick()
    if (move) say(tally(this.#cameras, this.#facts(call).statuses).join(', '))
    await watching
  }

  async #watchAll(): Promise<void> {
    if (!this.#call || this.#time || document.hidden) return this.#watch.stop()
    const cameras = this.#cameras.filter(viewable).map(camera => camera.id)
    await this.#watch.watch({ incident: this.#call.id, cameras })
  }

  #expected(): string[] {
    const shown = this.#stage.shown
    const coming = this.#cameras.filter(
      camera => viewable(camera) && camera.state !== 'offline' && camera.capturedAt !== null,
    )
    return coming.filter(camera => !shown.size || shown.has(camera.id)).map(camera => camera.id)
  }

  async #picture(id: string, capturedAt: number, jpeg: Uint8Array): Promise<void> {
    // Pictures of the call before may still be under way on the same socket.
    if (!this.#cameras.some(camera => camera.id === id)) return
    if (!(await this.#album.take(id, capturedAt, jpeg))) return
    this.#stage.pictures.refresh(id)
    this.#strip.pictures.refresh(id)
    this.players.tell(id)
    this.#tellOf(id)
  }

  /** Say why it is shut, and ask anew once the dust has settled. */
  #refused(id: string, reason: string): void {
    this.#album.refuse(id, reason)
    this.#tellOf(id)
    clearTimeout(this.#again)
    this.#again = window.setTimeout(() => this.#poll(), 1000)
  }

  #connected(words: string): void {
    if (words === this.#connection) return
    this.#connection = words
    this.#render()
  }

  #status(camera: Camera): Status {
    return this.#album.status(camera, this.#time)
  }

  #tellOf(id: string): void {
    const camera = this.#cameras.find(each => each.id === id)
    if (camera) this.#tell(camera)
  }

  #tell(camera: Camera): void {
    const status = this.#status(camera)
    this.#stage.tell(camera.id, status)
    this.#strip.tell(camera.id, status)
  }

  #tick(): void {
    for (const camera of this.#cameras) this.#tell(camera)
    this.#render()
  }

  /** Has the call moved, or ended? */
  async #poll(): Promise<void> {
    const id = this.#call?.id
    if (!id || document.hidden) return
    try {
      const feature = await this.api.poll<CallFeature>(`/api/incidents/${id}`)
      online()
      if (!feature || this.#call?.id !== id) return
      const before = this.#call
      this.#call = readCall(feature)
      if (this.#call.state === 'closed') this.#watch.stop()
      const name = (id: string) => this.#cameras.find(each => each.id === id)?.name ?? 'A camera'
      const answered = sayAnswers(before, this.#call, name)
      const [from, to] = [before.place, this.#call.place]
      if (to && (!from || metres(from, to) > 1)) await this.#look(true)
      else if (answered || before.changed_at !== this.#call.changed_at) await this.#look(false)
      this.#render()
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason
      if (reason.passing) offline()
    }
  }

  /** Nobody looks at a hidden page, so nobody is watched by it. */
  #rest(): void {
    if (!this.#call) return
    this.players.rest(document.hidden)
    if (document.hidden) this.#watch.stop()
    else this.#watchAll()
  }

  #failed(what: string, reason: unknown, retry: () => void): void {
    if (reason instanceof DOMException && reason.name === 'AbortError') return
    showTrouble(what, reason, retry)
  }

  #fillStrip(): void {
    const shown = this.#stage.shown
    this.#strip.set(this.#cameras.filter(camera => !shown.has(camera.id)))
    for (const camera of this.#cameras) this.#tell(camera)
    this.#stage.heat(this.#choice.hot)
  }

  #state(): void {
    const camera = this.players.camera?.number ?? null
    this.events.state({ radius: this.#radius, time: this.#time, camera })
  }

  #facts(call: Call): AsideFacts {
    return {
      call,
      cameras: this.#cameras,
      statuses: new Map(this.#cameras.map(camera => [camera.id, this.#status(camera)])),
      explanation: this.#explanation,
      radius: this.#radius,
      time: this.#time,
      connection: this.#connection,
      hot: this.#choice.hot,
    }
  }

  #render(): void {
    if (this.#call) this.#aside.draw(this.#facts(this.#call))
    else this.#aside.wait()
  }

  #ask(radius: number, time: string): void {
    this.#radius = radius
    this.#time = time
    this.#state()
    this.#look(true)
  }
}

/** When and, if it was on the map, where somebody asked for a call. */
export interface Click {
  since: number
  place?: LngLat
}

export interface Asked {
  radius: number | null
  time: string
  camera: number | null
}
