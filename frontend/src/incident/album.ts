/** The newest picture of each camera, and what media last said of it. */

import type { Camera } from './camera'
import type { Picture } from './pictures'
import { type Heard, type Status, statusOf } from './status'

export class Album {
  readonly pictures = new Map<string, Picture>()
  readonly #heard = new Map<string, Heard>()
  #turn = 0

  /** Take a picture in; whether it could be read. */
  async take(id: string, capturedAt: number, jpeg: Uint8Array): Promise<boolean> {
    const turn = this.#turn
    const bitmap = await decode(jpeg)
    if (!bitmap || turn !== this.#turn) return false
    this.#drop(id)
    this.pictures.set(id, { bitmap, capturedAt })
    const state = this.#heard.get(id)?.state ?? 'live'
    this.hear(id, { state, capturedAt, reason: '', refused: false })
    return true
  }

  hear(id: string, heard: Heard): void {
    this.#heard.set(id, heard)
  }

  /** The pass opens this camera no longer, so what it showed goes too. */
  refuse(id: string, reason: string): void {
    this.#drop(id)
    this.hear(id, { state: null, capturedAt: null, reason, refused: true })
  }

  /** `time`: blank for now; of the past there are no pictures. */
  status(camera: Camera, time: string): Status {
    const now = time ? (camera.capturedAt ?? 0) : Date.now()
    const status = statusOf(camera, this.#heard.get(camera.id), this.pictures.has(camera.id), now)
    if (!time || status.look === 'locked') return status
    return { look: 'waiting', words: 'then', reason: 'No pictures of the past' }
  }

  /** Forget all but these: what another call may show is not for this one. */
  keep(ids: ReadonlySet<string>): void {
    for (const id of [...this.pictures.keys()]) if (!ids.has(id)) this.#drop(id)
    for (const id of [...this.#heard.keys()]) if (!ids.has(id)) this.#heard.delete(id)
  }

  clear(): void {
    this.#turn++ // what is being decoded just now belongs to the call before
    this.keep(new Set())
  }

  #drop(id: string): void {
    this.pictures.get(id)?.bitmap.close()
    this.pictures.delete(id)
  }
}

/** A picture that cannot be read is as good as none; the next one is a second away. */
async function decode(jpeg: Uint8Array): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(new Blob([jpeg as BlobPart], { type: 'image/jpeg' }))
  } catch (reason) {
    if (reason instanceof DOMException) return null
    throw reason
  }
}
