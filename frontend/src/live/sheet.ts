/** The bottom sheet of a phone: three heights, by drag or by button. */

import { must } from '../page'

export const HEIGHTS = ['peek', 'half', 'full'] as const
export type Height = (typeof HEIGHTS)[number]

/** The height a drag ends at: the nearest, or the next one in the direction of a flick. */
export function afterDrag(from: Height, dy: number, screen: number): Height {
  const step = Math.round(-dy / (screen * 0.3)) || (Math.abs(dy) > 40 ? -Math.sign(dy) : 0)
  const index = Math.max(0, Math.min(2, HEIGHTS.indexOf(from) + step))
  return HEIGHTS[index]!
}

export function makeSheet(changed: () => void): void {
  const sheet = must('#sheet')
  const handle = must('#handle')
  let start: { y: number; id: number } | null = null
  let dragged = false

  const height = () => sheet.dataset.height as Height
  const set = (to: Height) => {
    sheet.dataset.height = to
    must('.word', handle).textContent = to
    changed()
  }
  handle.addEventListener('click', () => {
    if (!dragged) set(HEIGHTS[(HEIGHTS.indexOf(height()) + 1) % 3]!)
    dragged = false
  })
  handle.addEventListener('pointerdown', event => {
    start = { y: event.clientY, id: event.pointerId }
    dragged = false
    handle.setPointerCapture(event.pointerId)
  })
  handle.addEventListener('pointermove', event => {
    if (start?.id !== event.pointerId) return
    const dy = event.clientY - start.y
    dragged ||= Math.abs(dy) > 6
    sheet.style.translate = `0 ${Math.max(-200, dy)}px`
  })
  const end = (event: PointerEvent) => {
    if (start?.id !== event.pointerId) return
    sheet.style.translate = ''
    if (dragged) set(afterDrag(height(), event.clientY - start.y, innerHeight))
    start = null
  }
  handle.addEventListener('pointerup', end)
  handle.addEventListener('pointercancel', end)
}
