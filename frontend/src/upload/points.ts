/** Points in a recording, as people write them: minutes and seconds from its beginning. */

export interface Part {
  from: number
  until: number
}

/** Read 1:02:03, 2:03 or 45 as seconds; anything else is null. */
export function secondsOf(words: string): number | null {
  if (!/^\d{1,3}(:[0-5]?\d){0,2}$/.test(words.trim())) return null
  return words
    .trim()
    .split(':')
    .reduce((sum, part) => 60 * sum + Number(part), 0)
}

export function clock(seconds: number): string {
  const whole = Math.floor(seconds)
  const pad = (part: number) => `${part}`.padStart(2, '0')
  const rest = `${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`
  return whole < 3600 ? rest.replace(/^0/, '') : `${Math.floor(whole / 3600)}:${rest}`
}
