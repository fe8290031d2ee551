/** Keys of a page, in one list that `?` shows. A key never fires while somebody types. */

import { html, render } from 'lit'
import { must } from './page'

export interface Key {
  keys: string[]
  does: string
  /** What the list says where it is not the keys themselves. */
  shown?: string
  act: (event: KeyboardEvent) => void
}

const known: Key[] = []

export function bind(...keys: Key[]): void {
  known.push(...keys)
}

export function listenForKeys(): void {
  bind({ keys: ['?'], does: 'This list', act: showKeys })
  addEventListener('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (typing(event.target) || document.querySelector('dialog:modal')) return
    const key = known.find(each => each.keys.includes(event.key))
    if (!key) return
    event.preventDefault()
    key.act(event)
  })
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select') ||
      target.isContentEditable)
  )
}

export function showKeys(): void {
  const dialog = must<HTMLDialogElement>('#keys')
  const rows = known.map(
    key => html`<tr>
      <th scope="row">
        ${(key.shown ? key.shown.split(' ') : key.keys).map(name => html`<kbd>${name}</kbd> `)}
      </th>
      <td>${key.does}</td>
    </tr>`,
  )
  render(
    html`<table><caption class="unseen">Keys of this page</caption><tbody>${rows}</tbody></table>`,
    must('.keys-list', dialog),
  )
  dialog.showModal()
}
