/** Acts on cameras, one after another, and the cameras as they leave them: pure functions. */

import type { LngLat } from '../geo'

export interface Pose {
  position: LngLat
  /** Null where nobody knows where it looks. */
  azimuth: number | null
  hfov: number
  range: number
  height: number
  tilt: number | null
  vfov: number | null
  roll: number
  mount: string
  width_px: number
}

export interface Camera extends Pose {
  id: string
  number: number | null
  name: string
}

export type Op = 'add' | 'move' | 'turn' | 'raise' | 'lens' | 'set' | 'remove'

export interface Change {
  op: Op
  camera: string
  values: Partial<Pose> & { kind?: number; name?: string; form?: string }
}

export type State = 'kept' | 'new' | 'changed' | 'removed'

export interface Drawn extends Camera {
  state: State
}

const LENS: (keyof Pose)[] = ['hfov', 'vfov', 'range', 'width_px']

/** What a camera is that is added without saying more; the server takes the same. */
export const USUAL: Omit<Pose, 'position'> = {
  azimuth: 0,
  hfov: 90,
  range: 60,
  height: 5,
  tilt: null,
  vfov: null,
  roll: 0,
  mount: 'pole',
  width_px: 1920,
}

/** The cameras as the acts leave them, in order; a removed one is told as it last stood. */
export function fold(cameras: Camera[], changes: Change[]): Map<string, Drawn> {
  const drawn = new Map<string, Drawn>(
    cameras.map(each => [each.id, { ...each, state: 'kept' as State }]),
  )
  for (const { op, camera, values } of changes) {
    const { kind: _kind, form: _form, ...pose } = values
    const before = drawn.get(camera)
    if (op === 'add' && values.position) {
      const said = { ...USUAL, ...pose, position: values.position }
      const name = values.name ?? 'New camera'
      drawn.set(camera, { ...said, id: camera, number: null, name, state: 'new' })
    } else if (before && op === 'remove') {
      if (before.state === 'new') drawn.delete(camera)
      else drawn.set(camera, { ...before, state: 'removed' })
    } else if (before) {
      const state = before.state === 'new' ? 'new' : 'changed'
      drawn.set(camera, { ...before, ...pose, state })
    }
  }
  return drawn
}

/** The act that makes one pose of another, or null where they are the same. */
export function actOf(camera: string, before: Pose, after: Partial<Pose>): Change | null {
  const names = (Object.keys(after) as (keyof Pose)[]).filter(
    name => JSON.stringify(after[name]) !== JSON.stringify(before[name]),
  )
  if (!names.length) return null
  const values = Object.fromEntries(names.map(name => [name, after[name]])) as Partial<Pose>
  const only = (...some: (keyof Pose)[]) => names.every(name => some.includes(name))
  const op = only('position')
    ? 'move'
    : only('azimuth', 'tilt')
      ? 'turn'
      : only('height')
        ? 'raise'
        : only(...LENS)
          ? 'lens'
          : 'set'
  return { op, camera, values }
}

/** The acts with one more; the same done to the same camera twice in a row is one act. */
export function put(changes: Change[], change: Change): Change[] {
  const last = changes.at(-1)
  const again = last && last.op === change.op && last.camera === change.camera
  if (!again || change.op === 'add') return [...changes, change]
  return [...changes.slice(0, -1), { ...last, values: { ...last.values, ...change.values } }]
}

/** The acts without any on this camera: it is left as it is. */
export function without(changes: Change[], camera: string): Change[] {
  return changes.filter(each => each.camera !== camera)
}

/** A name nobody has yet in these acts. */
export function nextNew(changes: Change[]): string {
  const numbers = changes.map(each => Number(/^new-(\d+)$/.exec(each.camera)?.[1] ?? 0))
  return `new-${Math.max(0, ...numbers) + 1}`
}

export function called({ number, name, id }: Camera): string {
  if (number !== null) return `${number} · ${name}`
  const turn = /^new-(\d+)$/.exec(id)?.[1]
  return turn ? `${name} ${turn}` : name
}
