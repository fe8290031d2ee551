/** Which camera hangs in which place: short leaders that never cross, and as few moves as possible. */

import { type Box, contains, cross, distance, fromSegment, grow, type Point } from './geometry'
import { match } from './matching'
import { clearing, type Size, type Slot, slots, THUMB } from './slots'

export interface Wish {
  id: string
  /** Where the camera's badge stands. */
  point: Point
}

export interface Hung {
  id: string
  box: Box
  anchor: Point
}

export interface Scene {
  stage: Box
  /** In rank order: the first get a place. */
  wishes: Wish[]
  /** What no thumbnail may cover: controls, and every camera point, shown or not. */
  obstacles: Box[]
  /** Badges a leader should not run over. */
  badges: Point[]
  most: number
  before?: ReadonlyMap<string, Box>
  pinned?: ReadonlySet<string>
  thumb?: Size
}

const KEEP = 40 // px of leader a move must save
const OVER_BADGE = 120 // px of leader a badge in the way is worth
const BADGE = 12

export function arrange(scene: Scene): Hung[] {
  const thumb = scene.thumb ?? THUMB
  const pinned = pinnedFirst(scene)
  const obstacles = [...scene.obstacles, ...pinned.map(hung => grow(hung.box, 6))]
  const free = slots(scene.stage, obstacles, thumb)
  // A camera under the ring would drag its leader below its neighbours' pictures: the rail has it.
  const inside = grow(clearing(scene.stage, thumb), -BADGE)
  const wishes = scene.wishes
    .filter(wish => contains(inside, wish.point) && !pinned.some(hung => hung.id === wish.id))
    .slice(0, Math.max(0, Math.min(scene.most - pinned.length, free.length)))
  const cost = costs(scene, wishes, free)
  const placed = improve(wishes, free, match(cost, wishes.length, free.length), cost)
  const hung = placed.map((slot, n) => ({ id: wishes[n]!.id, ...free[slot]! }))
  return untangle(scene, [...pinned, ...hung])
}

export function crossings(hung: Hung[], pointOf: (id: string) => Point): number {
  const leaders = hung.map(each => ({ from: pointOf(each.id), to: each.anchor }))
  let found = 0
  leaders.forEach((leader, n) => {
    for (const other of leaders.slice(n + 1)) if (cross(leader, other)) found++
  })
  return found
}

function pinnedFirst(scene: Scene): Hung[] {
  const thumb = scene.thumb ?? THUMB
  const clear = clearing(scene.stage, thumb)
  const middle = { x: clear.x + clear.w / 2, y: clear.y + clear.h / 2 }
  return scene.wishes.flatMap(wish => {
    const box = scene.pinned?.has(wish.id) ? scene.before?.get(wish.id) : undefined
    if (!box) return []
    const anchor = {
      x: Math.max(box.x, Math.min(box.x + box.w, middle.x)),
      y: Math.max(box.y, Math.min(box.y + box.h, middle.y)),
    }
    return [{ id: wish.id, box, anchor }]
  })
}

/** Length of the leader, dearer over other badges, cheaper where the thumbnail already hangs. */
function costs(
  scene: Scene,
  wishes: Wish[],
  free: Slot[],
): (row: number, column: number) => number {
  const table = wishes.map(wish =>
    free.map(slot => {
      const leader = { from: wish.point, to: slot.anchor }
      const over = scene.badges.filter(
        badge => distance(badge, wish.point) > 1 && fromSegment(badge, leader) < BADGE,
      ).length
      const was = scene.before?.get(wish.id)
      const stays = was !== undefined && Math.hypot(was.x - slot.box.x, was.y - slot.box.y) < 48
      return distance(wish.point, slot.anchor) + over * OVER_BADGE - (stays ? KEEP : 0)
    }),
  )
  return (row, column) => table[row]![column]!
}

/** Swap the ends of crossing leaders. Each swap shortens the sum, so this ends. */
function improve(
  wishes: Wish[],
  free: Slot[],
  columns: number[],
  cost: (row: number, column: number) => number,
): number[] {
  const leader = (n: number) => ({ from: wishes[n]!.point, to: free[columns[n]!]!.anchor })
  const length = (row: number, column: number) => distance(wishes[row]!.point, free[column]!.anchor)
  for (let swapped = true; swapped; ) {
    swapped = false
    for (let a = 0; a < columns.length; a++) {
      for (let b = a + 1; b < columns.length; b++) {
        if (!cross(leader(a), leader(b))) continue
        const [ca, cb] = [columns[a]!, columns[b]!]
        // Where leaders only touch, rounding could swap for ever.
        if (length(a, cb) + length(b, ca) >= length(a, ca) + length(b, cb) - 1e-6) continue
        columns[a] = cb
        columns[b] = ca
        swapped = true
      }
    }
  }
  return columns.filter((column, row) => Number.isFinite(cost(row, column)))
}

/** What still crosses, only ever a pinned one's leader, goes to the rail: the lower rank of the two. */
function untangle(scene: Scene, hung: Hung[]): Hung[] {
  const points = new Map(scene.wishes.map(wish => [wish.id, wish.point]))
  const ranks = new Map(scene.wishes.map((wish, rank) => [wish.id, rank]))
  const order = [...hung].sort(
    (a, b) =>
      Number(scene.pinned?.has(b.id) ?? false) - Number(scene.pinned?.has(a.id) ?? false) ||
      ranks.get(a.id)! - ranks.get(b.id)!,
  )
  const kept: Hung[] = []
  for (const each of order) {
    const mine = { from: points.get(each.id)!, to: each.anchor }
    if (kept.every(other => !cross(mine, { from: points.get(other.id)!, to: other.anchor }))) {
      kept.push(each)
    }
  }
  return kept
}
