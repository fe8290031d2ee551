/** The ordered blues of levels, of shares and of counts; a gap has none. */

const BLUES = ['#c7dcef', '#72b2d7', '#2878b8', '#08306b']
const SEVEN = ['#dbe8f4', '#c7dcef', '#9cc8e3', '#72b2d7', '#2878b8', '#18548f', '#08306b']

export const GAP = '#d7263d'

/** One blue for each rank, the lowest first. */
export function blues(ranks: number): string[] {
  return ranks <= BLUES.length ? BLUES.slice(BLUES.length - ranks) : SEVEN.slice(-ranks)
}

/** Shares are told in quarters, counts up to four and more. */
export const QUARTERS = blues(4)

/** Where it is only told that something is seen. */
export const SEEN = QUARTERS[2]!

export const REASONS = [
  { rank: 1, code: 'no_camera', words: 'No camera near', colour: '#7a7f87' },
  { rank: 2, code: 'blocked', words: 'Blocked by a building', colour: '#b5541c' },
  { rank: 3, code: 'elsewhere', words: 'Cameras look elsewhere', colour: '#8a5aa8' },
  { rank: 4, code: 'offline', words: 'Offline too often', colour: '#c0342b' },
  { rank: 5, code: 'pixels', words: 'Too few pixels', colour: '#1f7f6d' },
] as const

export function reasonOf(rank: number): (typeof REASONS)[number] | undefined {
  return REASONS.find(each => each.rank === rank)
}
