/** Deciding without a mouse. Inside a form that is being filled in, letters are the reader's own. */

import { bind } from '../keys'

export function listen(page: ParentNode = document): void {
  bind(
    { keys: ['j'], does: 'Next registration', act: () => go(page, 1) },
    { keys: ['k'], does: 'Previous registration', act: () => go(page, -1) },
    { keys: ['a'], does: 'Accept', act: () => press(page, '#accept button') },
    { keys: ['b'], does: 'Ask the owner back', act: () => unfold(page, '#ask') },
    { keys: ['d'], does: 'Decline', act: () => unfold(page, '#decline') },
    { keys: ['u'], does: 'Undo the last decision', act: () => press(page, '#undo button') },
  )
}

function filling(page: ParentNode): boolean {
  return page.querySelector('details[open] form:focus-within') !== null
}

function press(page: ParentNode, button: string): void {
  if (!filling(page)) page.querySelector<HTMLButtonElement>(button)?.click()
}

function unfold(page: ParentNode, name: string): void {
  const details = page.querySelector<HTMLDetailsElement>(name)
  if (!details || filling(page)) return
  for (const other of page.querySelectorAll<HTMLDetailsElement>('#ask, #decline')) {
    other.open = other === details
  }
  details.querySelector<HTMLInputElement>('input[type=radio]')?.focus()
}

function go(page: ParentNode, step: number): void {
  if (filling(page)) return
  const links = [...page.querySelectorAll<HTMLAnchorElement>('.rows a')]
  const here = links.findIndex(link => link.ariaCurrent === 'true')
  links[here + step]?.click()
}
