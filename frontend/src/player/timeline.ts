/** Where a moment stands on a time bar, and how it is said. All in unix seconds. */

export type Span = readonly [begin: number, end: number]

export const BEFORE = 300 // seconds before the call at which a recording opens
const LEAD = 600 // seconds before the call at which the bar begins
const LONG = 1800 // seconds a bar shows

/** What a bar shows at first: the call, and half an hour with it. */
export function around(call: number, now: number): Span {
  const end = Math.min(now, call - LEAD + LONG)
  return [Math.min(call, end) - LEAD, Math.max(end, call)]
}

/** The bar moved so that a moment is on it; the same one where it is already. */
export function holding(bar: Span, at: number): Span {
  const [begin, end] = bar
  if (at >= begin && at <= end) return bar
  return at < begin ? [at - LEAD, at - LEAD + LONG] : [at - LONG + LEAD, at + LEAD]
}

/** Half a bar earlier or later, of the usual length, and not past the limits. */
export function paged(bar: Span, by: number, [from, until]: Span): Span {
  const begin = Math.max(from, Math.min(bar[0] + (by * LONG) / 2, until - LONG))
  return [begin, begin + LONG]
}

export function clamp(at: number, [begin, end]: Span): number {
  return Math.max(begin, Math.min(end, at))
}

/** Percent of the bar. */
export function share(at: number, [begin, end]: Span): number {
  return (100 * (clamp(at, [begin, end]) - begin)) / Math.max(1, end - begin)
}

/** Where to go on from: here if it is kept, else where the next span begins; null after the last. */
export function kept(at: number, spans: readonly Span[]): number | null {
  const span = spans.find(([, end]) => end > at)
  return span ? Math.max(at, span[0]) : null
}

export function time(at: number): string {
  return new Date(at * 1000).toLocaleTimeString([], { timeStyle: 'medium' })
}

/** The time, and the day where it is not the day of the other moment. */
export function moment(at: number, other: number): string {
  const date = new Date(at * 1000)
  if (date.toDateString() === new Date(other * 1000).toDateString()) return time(at)
  return `${date.toLocaleDateString([], { day: 'numeric', month: 'short' })}, ${time(at)}`
}

/** 45 s, 4 min, 4 min 5 s, 2 h 10 min. */
export function length(seconds: number): string {
  const whole = Math.round(Math.abs(seconds))
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  if (h) return m ? `${h} h ${m} min` : `${h} h`
  if (!m) return `${s} s`
  return s ? `${m} min ${s} s` : `${m} min`
}

/** A moment as one hears it: "21:03:05, 2 min before the call". */
export function told(at: number, call: number): string {
  const off = Math.round(at - call)
  if (!off) return `${time(at)}, at the call`
  return `${moment(at, call)}, ${length(off)} ${off < 0 ? 'before' : 'after'} the call`
}
