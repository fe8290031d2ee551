/** The list of open calls as a value. What is on screen never moves by itself. */

import type { Call } from '../incident/call'

export interface Row {
  call: Call
  /** Closed since it was put here; it goes when the reader says so. */
  gone: boolean
}

export interface Rows {
  rows: Row[]
  /** Calls that have come since, kept aside. */
  waiting: Call[]
}

export const NONE: Rows = { rows: [], waiting: [] }

/** Take the newest answer: rows change where they stand, new calls wait. */
export function hear(before: Rows, calls: Call[]): Rows {
  const now = new Map(calls.map(call => [call.id, call]))
  const rows = before.rows.map(row => {
    const call = now.get(row.call.id)
    return call ? { call, gone: false } : { ...row, gone: true }
  })
  const here = new Set(rows.map(row => row.call.id))
  return { rows, waiting: calls.filter(call => !here.has(call.id)) }
}

/** Let the waiting in and the closed go: the urgent first, of those the newest. */
export function settle({ rows, waiting }: Rows): Rows {
  const calls = [...rows.filter(row => !row.gone).map(row => row.call), ...waiting]
  calls.sort(
    (a, b) => a.priority - b.priority || Date.parse(b.reported_at) - Date.parse(a.reported_at),
  )
  return { rows: calls.map(call => ({ call, gone: false })), waiting: [] }
}

export function matching({ rows }: Rows, filter: string): Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter(({ call }) => {
    const text = [
      call.number,
      call.kind.replaceAll('_', ' '),
      call.address,
      call.summary,
      `p${call.priority}`,
    ]
    const all = text.join(' ').toLowerCase()
    return words.every(word => all.includes(word))
  })
}

/** "2 see · 1 may · 3 ask · none" */
export function sightWords(call: Call): string {
  if (!call.sight) return '–'
  const { see, may, ask } = call.sight
  const parts = [see && `${see} see`, may && `${may} may`, ask && `${ask} ask`].filter(Boolean)
  return parts.join(' · ') || 'none'
}
