/** Points, boxes and segments on the screen, in CSS pixels. */

export interface Point {
  x: number
  y: number
}

export interface Box {
  x: number
  y: number
  w: number
  h: number
}

export interface Segment {
  from: Point
  to: Point
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}

export function contains(box: Box, p: Point): boolean {
  return p.x >= box.x && p.x <= box.x + box.w && p.y >= box.y && p.y <= box.y + box.h
}

export function grow(box: Box, by: number): Box {
  return { x: box.x - by, y: box.y - by, w: box.w + 2 * by, h: box.h + 2 * by }
}

/** A square round a point, as an obstacle. */
export function around(p: Point, reach: number): Box {
  return { x: p.x - reach, y: p.y - reach, w: 2 * reach, h: 2 * reach }
}

export function cross(s: Segment, t: Segment): boolean {
  const d1 = side(t.from, t.to, s.from)
  const d2 = side(t.from, t.to, s.to)
  const d3 = side(s.from, s.to, t.from)
  const d4 = side(s.from, s.to, t.to)
  return d1 * d2 < 0 && d3 * d4 < 0
}

export function fromSegment(p: Point, s: Segment): number {
  const dx = s.to.x - s.from.x
  const dy = s.to.y - s.from.y
  const length = dx * dx + dy * dy
  const t = length ? ((p.x - s.from.x) * dx + (p.y - s.from.y) * dy) / length : 0
  const at = Math.max(0, Math.min(1, t))
  return Math.hypot(p.x - s.from.x - at * dx, p.y - s.from.y - at * dy)
}

function side(a: Point, b: Point, p: Point): number {
  return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
}
