/** Questions asked while something is dragged: one under way at a time, and the newest one wins. */

const SPACING = 200 // ms between two questions: the eye is content, the server's limit is kept

export interface Asker<Q> {
  ask(question: Q): void
  /** What is under way no longer matters. */
  drop(): void
}

/** Answers come in the order of the questions; `newest` is false where another was asked since. */
export function latest<Q, A>(
  answerTo: (question: Q) => Promise<A>,
  take: (answer: A, newest: boolean) => void,
  fail: (reason: unknown) => void,
): Asker<Q> {
  let waiting: { question: Q } | null = null
  let busy = false
  let timer: ReturnType<typeof setTimeout> | null = null
  let asked = -Infinity
  let dropped = 0

  function schedule(): void {
    if (busy || timer !== null || !waiting) return
    timer = setTimeout(next, Math.max(0, asked + SPACING - performance.now()))
  }

  async function next(): Promise<void> {
    timer = null
    if (!waiting) return
    const { question } = waiting
    const before = dropped
    waiting = null
    busy = true
    asked = performance.now()
    try {
      const answer = await answerTo(question)
      if (before === dropped) take(answer, waiting === null)
    } catch (reason) {
      if (before === dropped && waiting === null) fail(reason)
    } finally {
      busy = false
      schedule()
    }
  }

  return {
    ask(question) {
      waiting = { question }
      schedule()
    },
    drop() {
      waiting = null
      dropped += 1
    },
  }
}
