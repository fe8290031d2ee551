/** An owner's rules: what the chosen condition does not ask for is out of the way. */

import '../css/conditions.css'

const form = document.querySelector<HTMLFormElement>('#rule')

function show(): void {
  const chosen = form?.querySelector<HTMLInputElement>('[name=condition]:checked')?.value
  for (const more of form?.querySelectorAll<HTMLElement>('.more') ?? []) {
    more.hidden = more.dataset.for !== chosen
  }
}

form?.addEventListener('change', show)
show()
