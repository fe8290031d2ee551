/** What the server says about this page and its reader, and the elements every page has. */

export interface Page {
  role: string
  name: string
  version: string
  layers: string[]
  purposes: { code: string; name: string }[]
  prohibited: string[]
  dispatches: boolean
  incident?: string
}

export function readPage(): Page {
  return JSON.parse(must('#page').textContent ?? '') as Page
}

export function must<E extends Element = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): E {
  const found = within.querySelector<E>(selector)
  if (!found) throw new Error(`The page has no ${selector}`)
  return found
}
