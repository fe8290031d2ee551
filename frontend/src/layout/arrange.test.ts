import { expect, test } from 'vitest'
import { arrange, crossings, type Hung, type Scene } from './arrange'
import { declutter } from './declutter'
import { around, type Box, contains, cross, distance, overlap, type Point } from './geometry'
import { clearing } from './slots'

const STAGES: Box[] = [
  { x: 8, y: 8, w: 1030, h: 780 },
  { x: 8, y: 8, w: 860, h: 600 },
  { x: 8, y: 8, w: 1500, h: 940 },
]

/** A small generator, so that a failing scene can be found again by its seed. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
}

function scene(seed: number, more: Partial<Scene> = {}): Scene & { points: Point[] } {
  const next = random(seed)
  const stage = STAGES[seed % STAGES.length]!
  const middle = { x: stage.x + stage.w / 2, y: stage.y + stage.h / 2 }
  const spread = 0.3 + next() * 0.9
  const poles = Array.from({ length: 28 }, () => ({
    x: middle.x + (next() - 0.5) * stage.w * spread,
    y: middle.y + (next() - 0.5) * stage.h * spread,
  }))
  // One camera in four shares a pole with the one before it.
  const points = poles.map((pole, n) => (n % 4 === 3 ? { ...poles[n - 1]! } : pole))
  const badges = declutter(points, [middle])
  return {
    stage,
    points,
    wishes: badges.map((point, n) => ({ id: `c${n}`, point })),
    badges,
    obstacles: [...points, ...badges].map(point => around(point, 12)),
    most: 16,
    ...more,
  }
}

function pointsOf(given: Scene): (id: string) => Point {
  const points = new Map(given.wishes.map(wish => [wish.id, wish.point]))
  return id => points.get(id)!
}

const SEEDS = Array.from({ length: 600 }, (_, n) => n + 1)
const SCENES = SEEDS.map(seed => {
  const given = scene(seed)
  return { seed, given, hung: arrange(given) }
})

test('no two leaders cross in any of 600 scenes', () => {
  for (const { seed, given, hung } of SCENES) {
    expect(crossings(hung, pointsOf(given)), `seed ${seed}`).toBe(0)
  }
})

test('thumbnails lie on the stage, apart from one another, and over no camera point', () => {
  for (const { seed, given, hung } of SCENES) {
    const faults = hung.flatMap(({ box }, n) => [
      ...(within(box, given.stage) ? [] : ['off the stage']),
      ...hung.slice(n + 1).filter(other => overlap(box, other.box)),
      ...given.points.filter(point => contains(box, point)),
    ])
    expect(faults, `seed ${seed}`).toEqual([])
  }
})

test('no leader runs under a thumbnail', () => {
  for (const { seed, given, hung } of SCENES) {
    const under = hung.flatMap(one => {
      const leader = { from: pointsOf(given)(one.id), to: one.anchor }
      return hung.filter(({ box }) => runsThrough(leader, box))
    })
    expect(under, `seed ${seed}`).toEqual([])
  }
})

test('a full scene gets nearly all of its sixteen thumbnails', () => {
  const placed = SCENES.map(({ given, hung }) => {
    const inside = clearing(given.stage)
    const possible = given.wishes.filter(wish => contains(inside, wish.point)).length
    return hung.length / Math.min(16, possible)
  })
  expect(placed.reduce((a, b) => a + b) / placed.length).toBeGreaterThan(0.9)
})

test('badges never touch, and stay near what they number', () => {
  for (const { seed, given } of SCENES) {
    const faults = given.badges.filter(
      (badge, n) =>
        given.badges.slice(n + 1).some(other => distance(badge, other) < 24.9) ||
        distance(badge, given.points[n]!) > 130,
    )
    expect(faults, `seed ${seed}`).toEqual([])
  }
})

test('cameras on one pole fan out round it', () => {
  const pole = { x: 400, y: 300 }
  const fan = declutter([pole, pole, pole, pole, pole])
  expect(fan[0]).toEqual(pole)
  for (const badge of fan.slice(1)) expect(distance(badge, pole)).toBeLessThan(27)
})

test('after a small pan nearly every thumbnail hangs where it hung', () => {
  let kept = 0
  let all = 0
  for (const seed of SEEDS.slice(0, 100)) {
    const first = scene(seed)
    const before = new Map(arrange(first).map(hung => [hung.id, hung.box]))
    const wishes = first.wishes.map(wish => ({
      ...wish,
      point: { x: wish.point.x + 6, y: wish.point.y - 4 },
    }))
    const second = arrange({ ...first, wishes, before })
    for (const hung of second) {
      const was = before.get(hung.id)
      if (!was) continue
      all++
      if (Math.hypot(was.x - hung.box.x, was.y - hung.box.y) < 48) kept++
    }
  }
  expect(kept / all).toBeGreaterThan(0.9)
})

test('a pinned thumbnail stays, and still nothing crosses', () => {
  for (const seed of SEEDS.slice(0, 200)) {
    const first = scene(seed)
    const hung = arrange(first)
    const pin = hung[3]
    if (!pin) continue
    const next = random(seed + 7)
    const wishes = first.wishes.map(wish => ({
      ...wish,
      point: { x: wish.point.x + (next() - 0.5) * 90, y: wish.point.y + (next() - 0.5) * 90 },
    }))
    const before = new Map(hung.map(each => [each.id, each.box]))
    const given: Scene = { ...first, wishes, before, pinned: new Set([pin.id]) }
    const second = arrange(given)
    expect(second.find((each: Hung) => each.id === pin.id)?.box).toEqual(pin.box)
    expect(crossings(second, pointsOf(given))).toBe(0)
  }
})

test('a stage too small for a ring has no thumbnails', () => {
  expect(arrange(scene(1, { stage: { x: 0, y: 0, w: 390, h: 300 } }))).toEqual([])
})

function within(box: Box, stage: Box): boolean {
  return (
    box.x >= stage.x &&
    box.y >= stage.y &&
    box.x + box.w <= stage.x + stage.w + 0.001 &&
    box.y + box.h <= stage.y + stage.h + 0.001
  )
}

function runsThrough(leader: { from: Point; to: Point }, box: Box): boolean {
  const inner = { x: box.x + 1, y: box.y + 1, w: box.w - 2, h: box.h - 2 }
  const corners = [
    { x: inner.x, y: inner.y },
    { x: inner.x + inner.w, y: inner.y },
    { x: inner.x + inner.w, y: inner.y + inner.h },
    { x: inner.x, y: inner.y + inner.h },
  ]
  return corners.some((from, n) => cross(leader, { from, to: corners[(n + 1) % 4]! }))
}
