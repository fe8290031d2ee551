/** Numbers and names as a planner reads them. */

import { wind } from '../../geo'
import type { Amounts, Block, Site, Weight } from './told'

export const WEIGHT_NAMES: Record<Weight, string> = {
  street: 'metres of street',
  area: 'open ground',
  demand: 'demand',
}

const SOURCES: Record<string, string> = {
  lamp: 'Street lamp',
  crossing: 'Crossing',
  corner: 'Corner of a building',
  point: 'Your point',
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** An amount of what was asked for; demand is told as a share of what is left of it. */
export function amount(weight: Weight, of: Amounts, left: Amounts): string {
  if (weight === 'street') return `${whole.format(of.street)} m`
  if (weight === 'area') return `${whole.format(of.area)} m²`
  return `${(left.demand ? (100 * of.demand) / left.demand : 0).toFixed(1)} %`
}

export function money(value: number, currency: string): string {
  const digits = value < 100 ? 2 : 0
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)
}

export function where({ source, name, street }: Site): string {
  return [SOURCES[source] ?? source, name, street].filter(Boolean).join(', ')
}

export function block({ streets }: Block, n: number): string {
  return streets.length ? `${n}. ${streets.join(' and ')}` : `Block ${n}`
}

export function looking({ azimuth }: Site): string {
  return azimuth === null ? 'all round' : `${wind(azimuth)}, ${Math.round(azimuth)}°`
}
