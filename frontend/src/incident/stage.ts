/** The map round a call: pictures in their places, lines to where they are taken, one pulse. */

import type { Map as MapLibre } from 'maplibre-gl'
import { type LngLat, offset, type View } from '../geo'
import { kindOf } from '../kinds'
import { arrange, type Hung } from '../layout/arrange'
import { declutter } from '../layout/declutter'
import { around, type Box, type Point } from '../layout/geometry'
import { clearing } from '../layout/slots'
import { STILL, viewOf } from '../map/map'
import { must } from '../page'
import { type Camera, candidates, seesPoint, viewable } from './camera'
import { fitZoom } from './fit'
import { Leaders, type Tie } from './leaders'
import { type Picture, Pictures } from './pictures'
import type { Status } from './status'
import { type ThumbEvents, Thumbs } from './thumbs'

const MOST = 16
const MARGIN = 8
const FOOT = 8 // px between the last row of thumbnails and the rail
const BADGE = 13
const EASE = 250 // ms
const SETTLE = 400 // ms after the map came to rest
// Three rings, then rest: what moves for ever tires eyes and batteries.
const RIPPLE = { pseudoElement: '::after', duration: 1600, iterations: 3, easing: 'ease-out' }
const RINGS = { opacity: [1, 0], transform: ['none', 'scale(3)'] }

export class Stage {
  readonly pictures: Pictures
  readonly #thumbs: Thumbs
  readonly #leaders: Leaders
  readonly #pulse = must('#pulse')
  readonly #element = must('#stage')
  #cameras: Camera[] = []
  #place: LngLat | null = null
  #goal: View | null = null
  #hung = new Map<string, Box>()
  #pinned = new Set<string>()
  #timer = 0
  laidOut: () => void = () => {}

  constructor(
    private readonly map: MapLibre,
    latest: ReadonlyMap<string, Picture>,
    events: ThumbEvents,
  ) {
    this.pictures = new Pictures(must<HTMLCanvasElement>('#pictures'), latest)
    this.#thumbs = new Thumbs(must('#thumbs'), events)
    this.#leaders = new Leaders(must<SVGSVGElement>('#leaders'), events)
    map.on('render', () => this.#follow())
    map.on('moveend', () => this.#settle())
    map.on('resize', () => this.#settle())
  }

  /** Which cameras hang on the stage now. */
  get shown(): ReadonlySet<string> {
    return new Set(this.#hung.keys())
  }

  /** The first thing after a click, before anything is asked. */
  pulse(place: LngLat): void {
    const fresh = this.#place?.join() !== place.join()
    this.#place = place
    this.#pulse.hidden = false
    if (fresh && !STILL.matches) this.#pulse.animate(RINGS, RIPPLE)
    this.#follow()
  }

  /** Hang the pictures of a call where they will be once the map has moved to it. */
  set(cameras: Camera[], place: LngLat, move: boolean): void {
    this.#cameras = cameras
    this.pulse(place)
    this.#goal = move ? this.#fit(place) : null
    this.#element.classList.toggle('arriving', move)
    this.#layOut(this.#goal ?? viewOf(this.map))
  }

  /** Bring the cameras into view. */
  move(): void {
    const view = this.#goal
    this.#element.classList.remove('arriving')
    if (!view) return
    this.#goal = null
    const center: [number, number] = [view.center[0], view.center[1]]
    const { x, y } = this.map.project(center)
    const { width, height } = this.#size()
    // Sliding across half the town would load every tile on the way.
    const near = x > -width && y > -height && x < 2 * width && y < 2 * height
    const duration = near && !STILL.matches ? EASE : 0
    this.map.easeTo({ center, zoom: view.zoom, padding: this.#padding(), duration })
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#cameras = []
    this.#place = this.#goal = null
    this.#pinned.clear()
    this.#hung.clear()
    this.#element.classList.remove('arriving')
    this.#pulse.hidden = true
    this.#thumbs.set([])
    this.#leaders.set([])
    const { width, height } = this.#size()
    this.pictures.place(this.#hung, width, height)
  }

  /** Clear it, and give the map its whole room back. */
  leave(): void {
    this.clear()
    this.map.setPadding({ top: 0, right: 0, bottom: 0, left: 0 })
  }

  heat(id: string | null): void {
    this.#leaders.heat(id)
    this.#thumbs.heat(id)
  }

  pin(id: string): boolean {
    if (!this.#hung.has(id)) return false
    if (!this.#pinned.delete(id)) this.#pinned.add(id)
    this.#thumbs.pin(this.#pinned)
    return this.#pinned.has(id)
  }

  tell(id: string, status: Status): void {
    this.#thumbs.tell(id, status)
    this.pictures.fade(id, status.look === 'stale' || status.look === 'offline')
  }

  button(id: string): HTMLButtonElement | undefined {
    return this.#thumbs.get(id)
  }

  #settle(): void {
    clearTimeout(this.#timer)
    if (!this.#cameras.length || this.#goal) return
    this.#timer = window.setTimeout(() => this.#layOut(viewOf(this.map)), SETTLE)
  }

  #fit(place: LngLat): View {
    const places = this.#cameras.flatMap(camera => (camera.place ? [camera.place] : []))
    const bearing = this.map.getBearing()
    const zoom = fitZoom(place, places, clearing(this.#box()), bearing)
    return { center: place, zoom, bearing }
  }

  #layOut(view: View): void {
    const { width, height } = this.#size()
    const middle = this.#middle()
    const at = (place: LngLat): Point => {
      const by = offset(view, place)
      return { x: middle.x + by.x, y: middle.y + by.y }
    }
    const placed = this.#cameras.filter(camera => camera.place)
    const points = placed.map(camera => at(camera.place!))
    const badges = declutter(points, this.#place ? [at(this.#place)] : [])
    const badgeOf = new Map(placed.map((camera, n) => [camera.id, badges[n]!]))
    const hung = arrange({
      stage: this.#box(),
      wishes: candidates(placed).map(camera => ({ id: camera.id, point: badgeOf.get(camera.id)! })),
      obstacles: [...this.#controls(), ...[...points, ...badges].map(p => around(p, BADGE))],
      badges,
      most: this.#narrow ? 0 : MOST,
      before: this.#hung,
      pinned: this.#pinned,
    })
    this.#hang(hung, width, height)
    this.#leaders.set(placed.map((camera, n) => this.#tie(camera, points[n]!, badges[n]!, hung)))
    this.laidOut()
  }

  #hang(hung: Hung[], width: number, height: number): void {
    this.#hung = new Map(hung.map(each => [each.id, each.box]))
    for (const id of this.#pinned) if (!this.#hung.has(id)) this.#pinned.delete(id)
    this.#thumbs.set(this.#cameras.filter(camera => this.#hung.has(camera.id)))
    for (const [id, box] of this.#hung) this.#thumbs.place(id, box)
    this.#thumbs.pin(this.#pinned)
    this.pictures.place(this.#hung, width, height)
  }

  #tie(camera: Camera, point: Point, badge: Point, hung: Hung[]): Tie {
    const [lng, lat] = camera.place!
    return {
      id: camera.id,
      no: camera.no,
      colour: kindOf(camera.kind).colour,
      point: () => this.map.project([lng, lat]),
      aside: { x: badge.x - point.x, y: badge.y - point.y },
      anchor: hung.find(each => each.id === camera.id)?.anchor ?? null,
      sees: seesPoint(camera),
      locked: !viewable(camera),
    }
  }

  #follow(): void {
    if (!this.#place) return
    const { x, y } = this.map.project([this.#place[0], this.#place[1]])
    this.#pulse.style.transform = `translate(${x}px, ${y}px)`
    this.#leaders.draw()
  }

  get #narrow(): boolean {
    return matchMedia('(max-width: 700px)').matches
  }

  #size(): { width: number; height: number } {
    return { width: this.#element.clientWidth, height: this.#element.clientHeight }
  }

  #box(): Box {
    const { width, height } = this.#size()
    const { bottom } = this.#padding()
    return { x: MARGIN, y: MARGIN, w: width - 2 * MARGIN, h: height - bottom - MARGIN }
  }

  /** What covers the foot of the map: the sheet on a phone, else the rail. */
  #padding(): { top: number; right: number; bottom: number; left: number } {
    const sheet = this.#narrow ? must('#sheet').offsetHeight : must('#strip').offsetHeight + FOOT
    const top = this.#narrow ? 0 : MARGIN
    return { top, right: 0, bottom: Math.min(sheet, this.#size().height * 0.6), left: 0 }
  }

  #middle(): Point {
    const { width, height } = this.#size()
    const { top, bottom } = this.#padding()
    return { x: width / 2, y: top + (height - top - bottom) / 2 }
  }

  /** The map's own buttons, which nothing may cover. */
  #controls(): Box[] {
    const origin = this.#element.getBoundingClientRect()
    return [...this.#element.querySelectorAll('.maplibregl-ctrl, .keep-free')].map(each => {
      const { x, y, width, height } = each.getBoundingClientRect()
      return { x: x - origin.x - 8, y: y - origin.y - 8, w: width + 16, h: height + 16 }
    })
  }
}
