/** A walk as the server tells it, and as it stays on the phone. */

export interface Code {
  url: string
  size: number
  squares: string
}

export interface Door {
  id: string
  turn: number
  address: string
  at: [number, number]
  outcome: string
  note: string
  marked_at: string | null
  give: Code | null
}

export interface Walk {
  id: string
  case_number: string
  ended_at: string | null
  at: string
  register: Code | null
  doors: Door[]
}

export interface Mark {
  door: string
  outcome: string
  note: string
  at: string
}

/** What can be said at a door, in the order of the buttons. */
export const SAID = [
  ['none', 'No camera'],
  ['preserved', 'Keeps it'],
  ['call_back', 'Call back'],
] as const

export const WORDS: Record<string, string> = {
  '': '',
  none: 'no camera',
  preserved: 'has it and keeps it',
  uploaded: 'has sent it',
  call_back: 'call back',
}

/** Lay what was noted here over what the server knows; what has been sent stays so. */
export function noted(doors: readonly Door[], marks: readonly Mark[]): Door[] {
  const said = new Map(marks.map(mark => [mark.door, mark]))
  return doors.map(door => {
    const mark = said.get(door.id)
    if (!mark || door.outcome === 'uploaded') return door
    return { ...door, outcome: mark.outcome, note: mark.note, marked_at: mark.at }
  })
}

/** Doors nobody needs to knock at any more. */
export function finished(door: Door): boolean {
  return door.outcome !== '' && door.outcome !== 'call_back'
}
