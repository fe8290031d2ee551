/** Did it help: forms that need no script, and a map to draw areas on, which comes when it can. */

import '../css/effect.css'

const first = document.querySelector<HTMLElement>('#faults, #found')
if (first && !location.hash) first.focus({ preventScroll: first.id === 'found' })

const drawing = document.querySelector<HTMLElement>('#drawing')
if (drawing) {
  drawing.hidden = false
  const areas = await import('./areas')
  await areas.start(drawing)
}
