/** A moment of a machine's work instead of a riddle: solved in a worker while the form is filled in. */

import pbkdf2 from 'altcha/workers/pbkdf2?worker&url'
import sha from 'altcha/workers/sha?worker&url'

export interface Challenge {
  parameters: { algorithm: string; expiresAt?: number }
  signature?: string
}

interface Solution {
  counter: number
  derivedKey: string
  time?: number
}

export type Work = (challenge: Challenge) => Promise<Solution | null>

const SPARE = 60 // seconds a proof must still be good for when it is sent

export class Proof {
  #payload: Promise<string> | null = null
  #until = Infinity

  constructor(
    private readonly load: () => Promise<Challenge>,
    private readonly work: Work = workOnIt,
    private readonly now: () => number = Date.now,
  ) {}

  begin(): void {
    this.#payload ??= this.#solve()
  }

  /**
   * The proof to send, good for one time; blank where none could be made, and then the server asks
   * in its own way.
   */
  async payload(): Promise<string> {
    await this.#payload
    if (this.now() / 1000 + SPARE > this.#until) this.#payload = null
    const payload = await (this.#payload ?? this.#solve())
    this.#payload = null
    return payload
  }

  async #solve(): Promise<string> {
    this.#until = Infinity
    try {
      const challenge = await this.load()
      this.#until = challenge.parameters.expiresAt ?? Infinity
      const solution = await this.work(challenge)
      return solution ? btoa(JSON.stringify({ challenge, solution })) : ''
    } catch {
      return '' // no line, no worker, no WebCrypto: as if there were no script at all
    }
  }
}

function workOnIt(challenge: Challenge): Promise<Solution | null> {
  const { algorithm } = challenge.parameters
  const worker = new Worker(algorithm.startsWith('PBKDF2') ? pbkdf2 : sha, { type: 'module' })
  return new Promise<Solution | null>(done => {
    worker.onmessage = ({ data }: MessageEvent<Solution | { error: unknown } | null>) =>
      done(data && 'counter' in data ? data : null)
    worker.onerror = () => done(null)
    worker.postMessage({ type: 'work', challenge, counterStart: 0, counterStep: 1 })
  }).finally(() => worker.terminate())
}
