/** What was planned and not saved, kept in this browser for whoever planned it. */

import type { Change } from './plan'

const WEEK = 7 * 24 * 3600_000

/** Of one reader's plan: of which study, which scenario, and from which of its versions. */
export function keyOf(reader: string, study: string, scenario: string, base: number): string {
  return ['sightline-plan', reader, study, scenario || 'new', base].join(':')
}

export function keep(key: string, changes: Change[], store: Storage, now: number): void {
  try {
    store.setItem(key, JSON.stringify({ changes, at: now }))
  } catch {
    // A full or forbidden store only means that nothing is offered again.
  }
}

export function kept(key: string, store: Storage, now: number): Change[] | null {
  try {
    const { changes, at } = JSON.parse(store.getItem(key) ?? '{}') as {
      changes?: Change[]
      at?: number
    }
    return Array.isArray(changes) && now - (at ?? 0) < WEEK ? changes : null
  } catch {
    return null
  }
}

export function forget(key: string, store: Storage): void {
  try {
    store.removeItem(key)
  } catch {
    // Nothing could be kept there either.
  }
}
