/** Keeping up with a camera: never far behind it, and never quite out of pictures. */

const LEAST = 0.1 // seconds kept between what is shown and what has come
const MOST = 0.3
const MORE = 0.05 // after the pictures ran out
const LESS = 0.0005 // with each picture that came in time
const SPARE = 0.15 // over what is kept, at which it plays faster
const LOST = 1 // seconds at which it jumps
const AHEAD = 0.3 // the clock of a video that ran dry stops late; by so much it is elsewhere

export interface Move {
  /** A place to jump to. */
  jump?: number
  /** How fast to play. */
  rate?: number
}

export class Chase {
  #cushion = LEAST
  #end = 0

  /** After each picture: where the video is, and from where to where it could play. */
  next(now: number, start: number, end: number): Move {
    const dry = this.#end > start && now >= this.#end && end > this.#end
    this.#end = end
    this.#cushion = dry
      ? Math.min(MOST, this.#cushion + MORE)
      : Math.max(LEAST, this.#cushion - LESS)
    const behind = end - now
    if (now < start || behind > LOST || behind < -AHEAD) {
      return { jump: Math.max(start, end - this.#cushion) }
    }
    if (behind > this.#cushion + SPARE) return { rate: 1 + Math.min(0.5, behind - this.#cushion) }
    if (behind < this.#cushion) return { rate: 0.9 }
    return behind < this.#cushion + SPARE / 2 ? { rate: 1 } : {}
  }
}
