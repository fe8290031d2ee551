/** A new study: its form needs no script; this adds the map to draw on. */

import '../css/coverage.css'
import '../css/study.css'

document.querySelector<HTMLElement>('#faults')?.focus()
void import('./drawing').then(({ start }) => start())
