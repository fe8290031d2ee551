/** An owner's answer: files go in pieces; the rest of the page needs no script. */

import '../css/answer.css'
import '../css/sketch.css'
import { uploader } from '../upload/uploader'

const form = document.querySelector<HTMLFormElement>('form.upload')
const arrived = document.querySelector<HTMLElement>('#arrived')
if (form) uploader(form)
form?.addEventListener('uploaded', () => {
  if (arrived) arrived.hidden = false
})
