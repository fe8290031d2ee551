/** Corners as the form's field has them: "lng,lat lng,lat …", to a metre. */

export type Corner = [number, number]

export function readCorners(words: string): Corner[] {
  const corners = words
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map(word => word.split(',').map(Number))
  return corners.every(corner => corner.length === 2 && corner.every(Number.isFinite))
    ? (corners as Corner[])
    : []
}

/** A drawn ring ends where it began; the field says that corner once. */
export function writeCorners(ring: readonly (readonly number[])[]): string {
  return ring
    .slice(0, -1)
    .map(([lng, lat]) => `${lng!.toFixed(5)},${lat!.toFixed(5)}`)
    .join(' ')
}
