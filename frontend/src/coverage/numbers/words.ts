/** Numbers as a planner reads them; what is not known is a dash, never a nought. */

import type { Share } from './told'

const UNKNOWN = '–'
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const one = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

export function percent(value: number | null | undefined): string {
  if (value == null) return UNKNOWN
  return value > 0 && value < 0.0005 ? '< 0.1 %' : `${one.format(100 * value)} %`
}

/** The interval of a share, to stand beside it. */
export function between(share: Share | null): string {
  if (share?.low === undefined || share.high === undefined) return ''
  return `${one.format(100 * share.low)} to ${one.format(100 * share.high)}`
}

export function count(value: number | null): string {
  return value == null ? UNKNOWN : whole.format(value)
}

export function metres(value: number | null): string {
  if (value == null) return UNKNOWN
  return value >= 10_000 ? `${one.format(value / 1000)} km` : `${whole.format(value)} m`
}

export function area(value: number): string {
  if (value >= 1_000_000) return `${(value / 1_000_000).toFixed(2)} km²`
  return value >= 20_000 ? `${one.format(value / 10_000)} ha` : `${whole.format(value)} m²`
}

export function few(value: number | null): string {
  return value == null ? UNKNOWN : one.format(value)
}

/** Of what is often a part of one. */
export function fine(value: number): string {
  return value.toFixed(2)
}

export function money(value: number | null, currency: string): string {
  if (value == null) return UNKNOWN
  const digits = Math.abs(value) < 100 ? 2 : 0
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)
}
