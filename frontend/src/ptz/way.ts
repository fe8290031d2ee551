/** Where a head is turned, and where one step takes it. Degrees; tilt is below the horizon. */

import type { Limits } from './hand'

export interface Way {
  pan: number
  tilt: number
  /** How many times the widest picture is enlarged. */
  zoom: number
}

export type Step = 'left' | 'right' | 'up' | 'down' | 'in' | 'out'

const CLOSER = 1.5

/** One step on: a third of the picture aside, a quarter up or down, half as large again. */
export function step(from: Way & { hfov: number }, limits: Limits, by: Step): Way {
  const { pan, tilt, zoom, hfov } = from
  switch (by) {
    case 'left':
      return { pan: around(pan - hfov / 3, limits.pan), tilt, zoom }
    case 'right':
      return { pan: around(pan + hfov / 3, limits.pan), tilt, zoom }
    case 'up':
      return { pan, tilt: within(tilt - hfov / 4, limits.tilt), zoom }
    case 'down':
      return { pan, tilt: within(tilt + hfov / 4, limits.tilt), zoom }
    case 'in':
      return { pan, tilt, zoom: within(zoom * CLOSER, limits.zoom) }
    case 'out':
      return { pan, tilt, zoom: within(zoom / CLOSER, limits.zoom) }
  }
}

/** A head that turns full circle goes on; another stops. */
function around(pan: number, [least, most]: [number, number]): number {
  if (most - least < 360) return within(pan, [least, most])
  return ((((pan + 180) % 360) + 360) % 360) - 180
}

function within(value: number, [least, most]: [number, number]): number {
  return Math.min(Math.max(value, least), most)
}
