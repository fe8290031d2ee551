/** The amber banner: the server does not answer, and from when the data on the page is. */

import { clock } from './age'
import { must } from './page'

let fresh = new Date()
let away = false

export function online(): void {
  fresh = new Date()
  if (away) show(false)
}

export function offline(): void {
  show(true)
}

function show(on: boolean): void {
  away = on
  const banner = must('#offline')
  banner.textContent = on ? `Showing data from ${clock(fresh)}. The server does not answer.` : ''
  banner.hidden = !on
}

addEventListener('offline', offline)
