/** What every page for owners and the public has: its look and its theme switch. */

import '@fontsource-variable/inter/wght.css'
import './css/tokens.css'
import './css/open.css'
import { choice, choose, nextChoice } from './theme'

const button = document.querySelector<HTMLButtonElement>('#theme')
if (button) {
  const label = () => {
    button.querySelector('.word')!.textContent = button.dataset[choice()] ?? ''
  }
  label()
  button.hidden = false // without a script it could do nothing
  button.addEventListener('click', () => {
    choose(nextChoice())
    label()
  })
}
