/** A thin line at the top, only for what takes longer than a blink. */

const PATIENCE = 300 // ms

let running = 0
let timer = 0

export async function showProgress<T>(work: Promise<T>): Promise<T> {
  if (running++ === 0) timer = window.setTimeout(() => show(true), PATIENCE)
  try {
    return await work
  } finally {
    if (--running === 0) {
      clearTimeout(timer)
      show(false)
    }
  }
}

function show(on: boolean): void {
  document.querySelector('#progress')?.toggleAttribute('hidden', !on)
}
