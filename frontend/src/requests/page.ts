/** The pages of requests for footage: forms and sums, which need no script. */

import '../css/requests.css'
import '../css/sketch.css'

document.querySelector<HTMLElement>('#faults')?.focus()
