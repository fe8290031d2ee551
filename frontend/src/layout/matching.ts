/** Minimum-cost matching of rows to columns: the Hungarian method in O(n²m). */

/** The column of each row; there must be at least as many columns as rows. */
export function match(
  cost: (row: number, column: number) => number,
  n: number,
  m: number,
): number[] {
  const u = new Float64Array(n + 1)
  const v = new Float64Array(m + 1)
  const rowOf = new Int32Array(m + 1)
  for (let row = 1; row <= n; row++) {
    rowOf[0] = row
    augment(cost, rowOf, u, v, m)
  }
  const columns = new Array<number>(n).fill(-1)
  for (let j = 1; j <= m; j++) if (rowOf[j]) columns[rowOf[j]! - 1] = j - 1
  return columns
}

/** Find a cheapest augmenting path for the row in column 0 and turn it over. */
function augment(
  cost: (row: number, column: number) => number,
  rowOf: Int32Array,
  u: Float64Array,
  v: Float64Array,
  m: number,
): void {
  const least = new Float64Array(m + 1).fill(Number.POSITIVE_INFINITY)
  const way = new Int32Array(m + 1)
  const used = new Uint8Array(m + 1)
  let column = 0
  do {
    used[column] = 1
    const row = rowOf[column]!
    let delta = Number.POSITIVE_INFINITY
    let next = 0
    for (let j = 1; j <= m; j++) {
      if (used[j]) continue
      const slack = cost(row - 1, j - 1) - u[row]! - v[j]!
      if (slack < least[j]!) {
        least[j] = slack
        way[j] = column
      }
      if (least[j]! < delta) {
        delta = least[j]!
        next = j
      }
    }
    for (let j = 0; j <= m; j++) {
      if (used[j]) {
        u[rowOf[j]!]! += delta
        v[j]! -= delta
      } else least[j]! -= delta
    }
    column = next
  } while (rowOf[column])
  while (column) {
    const before = way[column]!
    rowOf[column] = rowOf[before]!
    column = before
  }
}
