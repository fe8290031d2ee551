import { expect, test } from 'vitest'
import { match } from './matching'

test('the matching costs no more than the best of all permutations', () => {
  let state = 3
  const next = () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
  for (let round = 0; round < 40; round++) {
    const table = Array.from({ length: 5 }, () => Array.from({ length: 6 }, next))
    const columns = match((row, column) => table[row]![column]!, 5, 6)
    expect(new Set(columns).size).toBe(5)
    const sum = columns.reduce((total, column, row) => total + table[row]![column]!, 0)
    expect(sum).toBeCloseTo(best(table, 0, new Set()), 9)
  }
})

function best(table: number[][], row: number, used: Set<number>): number {
  if (row === table.length) return 0
  const costs = table[row]!.flatMap((cost, column) =>
    used.has(column) ? [] : [cost + best(table, row + 1, new Set([...used, column]))],
  )
  return Math.min(...costs)
}
