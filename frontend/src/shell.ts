/** What every page has: its look, its keys, its theme switch. */

import '@fontsource-variable/inter/wght.css'
import './css/tokens.css'
import './css/shell.css'
import './css/parts.css'
import { listenForKeys, showKeys } from './keys'
import { choice, choose, nextChoice } from './theme'

const button = document.querySelector<HTMLButtonElement>('#theme')
if (button) {
  const label = () => {
    button.querySelector('.word')!.textContent = { auto: 'Auto', dark: 'Dark', light: 'Light' }[
      choice()
    ]
  }
  label()
  button.addEventListener('click', () => {
    choose(nextChoice())
    label()
  })
}
document.querySelector('#keys-button')?.addEventListener('click', showKeys)
for (const dialog of document.querySelectorAll('dialog')) {
  dialog.addEventListener('click', event => {
    if (event.target === dialog) dialog.close() // the backdrop
  })
}
listenForKeys()
