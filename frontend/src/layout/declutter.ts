/** Badges beside their cameras: numbers that would lie on one another fan out round the spot. */

import { distance, type Point } from './geometry'

const APART = 25 // px between the middles of two badges
const RINGS = 14
const TURNS = 24

/**
 * Give each point, in rank order, the nearest free spot to it; `taken` are spots that stay free,
 * such as the incident itself. Several cameras on one pole so become one fan, best rank innermost.
 */
export function declutter(points: Point[], taken: Point[] = []): Point[] {
  const placed: Point[] = [...taken]
  const badges: Point[] = []
  for (const point of points) {
    const spot = nearestFree(point, placed)
    badges.push(spot)
    placed.push(spot)
  }
  return badges
}

function nearestFree(point: Point, placed: Point[]): Point {
  const near = placed.filter(other => distance(other, point) < (RINGS + 1) * APART)
  const free = (spot: Point) => near.every(other => distance(other, spot) >= APART)
  if (free(point)) return point
  for (let ring = 1; ring <= RINGS * 2; ring++) {
    const radius = (ring * APART) / 2
    const found = spots(point, radius).filter(free)
    if (found.length) return outermost(found, near)
  }
  return point
}

function spots(point: Point, radius: number): Point[] {
  return Array.from({ length: TURNS }, (_, n) => {
    const turn = (2 * Math.PI * n) / TURNS
    return { x: point.x + radius * Math.sin(turn), y: point.y - radius * Math.cos(turn) }
  })
}

/** Of spots equally near, the one with most room: it keeps a fan open on all sides. */
function outermost(found: Point[], others: Point[]): Point {
  const room = (spot: Point) => Math.min(...others.map(other => distance(other, spot)))
  return found.reduce((best, spot) => (room(spot) > room(best) + 0.01 ? spot : best))
}
