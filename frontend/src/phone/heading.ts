/** Where a phone's back camera looks, from how the phone is held. Degrees throughout. */

export interface Look {
  /** Clockwise from north; null where the camera looks at the ground or the sky. */
  heading: number | null
  /** Below the horizon. */
  tilt: number
}

export interface Held {
  alpha: number | null
  beta: number | null
  gamma: number | null
  absolute: boolean
  /** Safari's own: the compass, where alpha counts from wherever the page began. */
  webkitCompassHeading?: number
}

const UPRIGHT = 0.2 // of 1: how much of the look must lie along the ground to have a bearing

/**
 * Turns are applied about z, x and y in this order (W3C Device Orientation, section 4.1); the
 * camera looks along -z of the phone, so the third column of that matrix, turned round, is its look
 * in east, north and up.
 */
export function lookOf(held: Held): Look | null {
  const { alpha, beta, gamma } = held
  if (beta === null || gamma === null) return null
  const [x, y] = [rad(beta), rad(gamma)]
  const tilt = deg(Math.asin(clamp(Math.cos(x) * Math.cos(y))))
  const compass = held.webkitCompassHeading
  if (compass !== undefined) return { heading: Math.abs(tilt) > 75 ? null : compass, tilt }
  if (alpha === null || !held.absolute) return { heading: null, tilt }
  const z = rad(alpha)
  const east = -(Math.cos(z) * Math.sin(y) + Math.sin(z) * Math.sin(x) * Math.cos(y))
  const north = -(Math.sin(z) * Math.sin(y) - Math.cos(z) * Math.sin(x) * Math.cos(y))
  if (Math.hypot(east, north) < UPRIGHT) return { heading: null, tilt }
  return { heading: (deg(Math.atan2(east, north)) + 360) % 360, tilt }
}

function rad(degrees: number): number {
  return (degrees * Math.PI) / 180
}

function deg(radians: number): number {
  return (radians * 180) / Math.PI
}

function clamp(value: number): number {
  return Math.max(-1, Math.min(1, value))
}
