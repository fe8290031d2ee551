/** How old a thing is, in words, and when a picture counts as old. */

export type Freshness = 'live' | 'aging' | 'stale' | 'none'

const AGING = 15_000
const STALE = 60_000

/** Amber past 15 s or twice the refresh, grey past 60 s or four times it; all in milliseconds. */
export function freshness(capturedAt: number | null, now: number, refresh = 1000): Freshness {
  if (capturedAt === null) return 'none'
  const old = now - capturedAt
  if (old > Math.max(STALE, 4 * refresh)) return 'stale'
  return old > Math.max(AGING, 2 * refresh) ? 'aging' : 'live'
}

/** 8 s, 4 min, 3 h, 2 d. */
export function age(then: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - then) / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} d`
}

/** 00:12:40, as a recorder writes it. */
export function stopwatch(then: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - then) / 1000))
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map(part => String(part).padStart(2, '0')).join(':')
}

export function clock(at: Date): string {
  return at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}
