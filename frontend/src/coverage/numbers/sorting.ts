/** A table in the order of one of its columns. */

export interface Column<Row> {
  key: string
  label: string
  /** What it is sorted by; what is not known comes last, whichever way. */
  by: (row: Row) => number | string | null
}

export interface Order {
  key: string
  down: boolean
}

export function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  order: Order,
): Row[] {
  const by = columns.find(column => column.key === order.key)?.by
  if (!by) return [...rows]
  const known = rows.filter(row => by(row) !== null)
  known.sort((a, b) => compare(by(a)!, by(b)!) * (order.down ? -1 : 1))
  return [...known, ...rows.filter(row => by(row) === null)]
}

/** Pressed again, a column turns round; names begin at A, numbers at the most. */
export function pressed(order: Order, key: string, words: boolean): Order {
  return { key, down: order.key === key ? !order.down : !words }
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), 'en')
}
