/** A plan's difference in words: what a planner reads first. */

export interface Part {
  /** Square metres, metres of street, or what is asked. */
  amount: number
  /** Of the study's own whole; null where it has none. */
  share: number | null
}

export interface Deltas {
  area: Part
  public: Part
  street: Part
  demand: Part
  estimate: { area: Part; street: Part }
  twice_m2: number
  overlaps: number
  cells: Record<'gained' | 'lost' | 'better' | 'worse', number>
  cameras: Record<'added' | 'changed' | 'removed', number>
}

export interface Chip {
  name: string
  words: string
  look: 'more' | 'less' | 'same'
}

const MINUS = '−'

export function signed(value: number, digits = 0): string {
  const told = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  if (Number(told.replaceAll(',', '')) === 0) return `±${told}`
  return (value > 0 ? '+' : MINUS) + told
}

/** In points of the whole: a tenth where that tells anything, else a hundredth. */
export function percent({ share }: Part): string {
  const points = 100 * (share ?? 0)
  return `${signed(points, points !== 0 && Math.abs(points) < 0.1 ? 2 : 1)} %`
}

function look(amount: number): Chip['look'] {
  if (Math.abs(amount) < 0.05) return 'same'
  return amount > 0 ? 'more' : 'less'
}

export function chips(deltas: Deltas): Chip[] {
  const { area, street, demand, overlaps } = deltas
  const told: Chip[] = [
    { name: 'area', words: `${percent(area)} area`, look: look(area.amount) },
    { name: 'street', words: `${signed(street.amount)} m street`, look: look(street.amount) },
  ]
  if (demand.share !== null) {
    told.push({ name: 'demand', words: `${percent(demand)} of demand`, look: look(demand.amount) })
  }
  return [...told, { name: 'overlaps', words: `overlaps ${overlaps}`, look: 'same' }]
}

/** With private cameras it is an estimate, and said to be one. */
export function estimate({ estimate: { area, street } }: Deltas, blocks: number): string {
  if (!blocks) return 'No block says what private cameras see, so they are left out.'
  return (
    `With private cameras about ${percent(area)} area and ${signed(street.amount)} m street, ` +
    `estimated from what ${blocks === 1 ? 'one block says' : `${blocks} blocks say`}.`
  )
}
