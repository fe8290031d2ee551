/** What ties pictures to places: badges on the map, and a line from each to its thumbnail. */

import type { Point } from '../layout/geometry'

export interface Tie {
  id: string
  no: number
  colour: string
  /** Where the camera stands on the screen just now. */
  point: () => Point
  /** From there to its badge, so that badges do not lie on one another. */
  aside: Point
  /** The end of the line, where the thumbnail hangs; none for what is in the rail. */
  anchor: Point | null
  sees: boolean
  locked: boolean
}

const SVG = 'http://www.w3.org/2000/svg'
const RADIUS = 10.5

interface Drawn {
  tie: Tie
  line: SVGPathElement | null
  tether: SVGPathElement
  badge: SVGGElement
}

export class Leaders {
  #drawn: Drawn[] = []
  #hot: string | null = null

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly events: { hot(id: string | null): void; pick(id: string): void },
  ) {}

  set(ties: Tie[]): void {
    this.#drawn = ties.map(tie => ({
      tie,
      line: tie.anchor && path('leader', tie),
      tether: path('tether', tie),
      badge: this.#badge(tie),
    }))
    const lines = this.#drawn.flatMap(({ line, tether }) => (line ? [line, tether] : [tether]))
    // The best rank lies on top.
    const badges = this.#drawn.map(({ badge }) => badge).reverse()
    this.svg.replaceChildren(...lines, ...badges)
    this.heat(this.#hot)
    this.draw()
  }

  /** Follow the map. */
  draw(): void {
    for (const { tie, line, tether, badge } of this.#drawn) {
      const point = tie.point()
      const at = { x: point.x + tie.aside.x, y: point.y + tie.aside.y }
      badge.setAttribute('transform', `translate(${round(at.x)} ${round(at.y)})`)
      tether.setAttribute('d', `M${round(point.x)} ${round(point.y)}L${round(at.x)} ${round(at.y)}`)
      if (line && tie.anchor) line.setAttribute('d', fromEdge(at, tie.anchor))
    }
  }

  heat(id: string | null): void {
    this.#hot = id
    this.svg.classList.toggle('hot', id !== null)
    for (const { tie, line, badge } of this.#drawn) {
      line?.classList.toggle('on', tie.id === id)
      badge.classList.toggle('on', tie.id === id)
    }
  }

  #badge(tie: Tie): SVGGElement {
    const group = document.createElementNS(SVG, 'g')
    const circle = document.createElementNS(SVG, 'circle')
    const text = document.createElementNS(SVG, 'text')
    group.setAttribute('class', `badge${tie.locked ? ' locked' : ''}`)
    circle.setAttribute('r', String(RADIUS))
    group.style.setProperty('--k', tie.colour)
    text.setAttribute('dy', '0.36em')
    text.textContent = String(tie.no)
    group.append(circle, text)
    group.onpointerenter = () => this.events.hot(tie.id)
    group.onpointerleave = () => this.events.hot(null)
    group.onclick = () => this.events.pick(tie.id)
    return group
  }
}

function path(name: string, tie: Tie): SVGPathElement {
  const line = document.createElementNS(SVG, 'path')
  line.setAttribute('class', tie.sees ? `${name} sees` : name)
  line.style.setProperty('--k', tie.colour)
  return line
}

/** Begin at the badge's edge, not under its number. */
function fromEdge(from: Point, to: Point): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1
  const x = from.x + ((to.x - from.x) * RADIUS) / length
  const y = from.y + ((to.y - from.y) * RADIUS) / length
  return `M${round(x)} ${round(y)}L${round(to.x)} ${round(to.y)}`
}

function round(value: number): string {
  return value.toFixed(1)
}
