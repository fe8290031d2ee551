/** What stays on the phone: the walk, and what was noted and has not been sent yet. */

import { type Api, Problem } from '../api'
import { type Mark, noted, type Walk } from './walk'

export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
export type Line = 'sent' | 'waiting' | 'signed-out' | 'over'

export class Pocket {
  private sending = false

  constructor(
    private readonly id: string,
    private readonly store: Store,
    private readonly api: Api,
  ) {}

  get walk(): Walk | null {
    return this.read<Walk>('walk')
  }

  /** Noted here and not known to the server yet. */
  get marks(): Mark[] {
    return this.read<Mark[]>('marks') ?? []
  }

  note(mark: Mark): void {
    this.write('marks', [...this.marks.filter(({ door }) => door !== mark.door), mark])
  }

  /** Take the walk along. Without a line what was taken before is good. */
  async fetch(): Promise<Line> {
    return this.tried(async () => {
      this.write('walk', await this.api.get<Walk>(`/api/canvass/${this.id}`))
    })
  }

  /** Send what was noted. What is noted meanwhile waits for the next time. */
  async send(): Promise<Line> {
    const marks = this.marks
    if (!marks.length) return 'sent'
    if (this.sending) return 'waiting'
    this.sending = true
    const line = await this.tried(async () => {
      await this.api.send('POST', `/api/canvass/${this.id}/marks`, { marks })
      const walk = this.walk
      if (walk) this.write('walk', { ...walk, doors: noted(walk.doors, marks) })
      const sent = new Set(marks.map(mark => JSON.stringify(mark)))
      const left = this.marks.filter(mark => !sent.has(JSON.stringify(mark)))
      this.write('marks', left)
    })
    this.sending = false
    return line
  }

  /** Nothing of a walk that is over stays on the phone. */
  empty(): void {
    this.store.removeItem(this.name('walk'))
    this.store.removeItem(this.name('marks'))
  }

  private async tried(deed: () => Promise<void>): Promise<Line> {
    try {
      await deed()
      return 'sent'
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason
      if (reason.status === 401 || reason.status === 403) return 'signed-out'
      return reason.status === 404 || reason.status === 409 ? 'over' : 'waiting'
    }
  }

  private name(what: string): string {
    return `canvass:${this.id}:${what}`
  }

  private read<T>(what: string): T | null {
    const kept = this.store.getItem(this.name(what))
    return kept ? (JSON.parse(kept) as T) : null
  }

  private write(what: string, value: unknown): void {
    this.store.setItem(this.name(what), JSON.stringify(value))
  }
}
