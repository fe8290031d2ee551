/** Where thumbnails may hang: a ring of places along the edge, round a clear middle. */

import { type Box, overlap, type Point } from './geometry'

export interface Size {
  w: number
  h: number
}

export interface Slot {
  box: Box
  /** Where the leader ends: on the edge of the clear middle, so that no leader runs under a picture. */
  anchor: Point
}

export const THUMB: Size = { w: 160, h: 90 }
const GAP = 12

/** The middle that stays free. A leader from inside it to any anchor meets no thumbnail: it is convex. */
export function clearing(stage: Box, thumb: Size = THUMB): Box {
  return {
    x: stage.x + thumb.w + GAP,
    y: stage.y + thumb.h + GAP,
    w: stage.w - 2 * (thumb.w + GAP),
    h: stage.h - 2 * (thumb.h + GAP),
  }
}

/** All places that keep clear of the obstacles and of one another. */
export function slots(stage: Box, obstacles: Box[], thumb: Size = THUMB): Slot[] {
  const clear = clearing(stage, thumb)
  if (clear.w < thumb.w || clear.h < thumb.h) return []
  const right = stage.x + stage.w - thumb.w
  const bottom = stage.y + stage.h - thumb.h
  const across = { start: stage.x, length: stage.w, size: thumb.w }
  const down = { start: clear.y, length: clear.h, size: thumb.h }
  const boxes = [
    ...row(across, obstacles, x => ({ x, y: stage.y, ...thumb })),
    ...row(across, obstacles, x => ({ x, y: bottom, ...thumb })),
    ...row(down, obstacles, y => ({ x: stage.x, y, ...thumb })),
    ...row(down, obstacles, y => ({ x: right, y, ...thumb })),
  ]
  return boxes.map(box => ({ box, anchor: anchor(box, clear) }))
}

interface Strip {
  start: number
  length: number
  size: number
}

/** Fill one side: as many as fit into each stretch between obstacles, spread evenly in it. */
function row(strip: Strip, obstacles: Box[], at: (offset: number) => Box): Box[] {
  const end = strip.start + strip.length - strip.size
  const found: Box[] = []
  for (const [from, to] of stretches(strip, obstacles, at)) {
    const count = Math.floor((to - from) / (strip.size + GAP)) + 1
    const step = count > 1 ? (to - from) / (count - 1) : 0
    // A lone place in the whole of a side stands in its middle, else at the stretch's outer end.
    const first = count > 1 || from > strip.start || to < end ? from : (from + to) / 2
    for (let n = 0; n < count; n++) found.push(at(first + n * step))
  }
  return found
}

/** The stretches of offsets at which a box meets no obstacle, far enough from one another. */
function stretches(
  strip: Strip,
  obstacles: Box[],
  at: (offset: number) => Box,
): [number, number][] {
  const end = strip.start + strip.length - strip.size
  const found: [number, number][] = []
  let from: number | null = null
  let lastTaken = Number.NEGATIVE_INFINITY
  for (let offset = strip.start; offset <= end; offset += 2) {
    const box = at(offset)
    const free = offset >= lastTaken && !obstacles.some(each => overlap(box, each))
    if (free) from ??= offset
    const last = offset + 2 > end
    if (from !== null && (!free || last)) {
      const to = free ? offset : offset - 2
      found.push([from, to])
      lastTaken = to + strip.size + GAP
      from = null
    }
  }
  return found
}

function anchor(box: Box, clear: Box): Point {
  const within = (low: number, size: number, from: number, length: number) => {
    const middle = low + size / 2
    return Math.max(low, Math.min(low + size, Math.max(from, Math.min(from + length, middle))))
  }
  return {
    x:
      box.x + box.w <= clear.x
        ? box.x + box.w
        : box.x >= clear.x + clear.w
          ? box.x
          : within(box.x, box.w, clear.x, clear.w),
    y:
      box.y + box.h <= clear.y
        ? box.y + box.h
        : box.y >= clear.y + clear.h
          ? box.y
          : within(box.y, box.h, clear.y, clear.h),
  }
}
