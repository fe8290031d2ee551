/** What must be mended before the next step: a list with links on top, and a word at each field. */

export interface Fault {
  /** The field's id. */
  id: string
  message: string
}

export interface Words {
  look_again: string
  missing: string
  email: string
  between: string
}

/** Ask the browser which fields of a step are wrong, and say it in the page's language. */
export function faultsOf(step: HTMLFieldSetElement, words: Words): Fault[] {
  const faults: Fault[] = []
  for (const field of step.elements) {
    if (!(field instanceof HTMLInputElement) || field.validity.valid) continue
    faults.push({ id: field.id, message: worded(field, words) })
  }
  return faults
}

function worded({ validity, min, max }: HTMLInputElement, words: Words): string {
  if (validity.valueMissing) return words.missing
  if (validity.typeMismatch) return words.email
  return words.between.replace('{least}', min).replace('{most}', max)
}

/** Show them in place of those before, and lead there; without any, only clear. */
export function show(faults: Fault[], step: HTMLFieldSetElement, words: Words): void {
  clear(step)
  if (!faults.length) return
  const box = document.createElement('div')
  box.className = 'faults'
  box.id = 'faults'
  box.role = 'alert'
  box.tabIndex = -1
  const list = document.createElement('ul')
  for (const { id, message } of faults) {
    list.append(entry(id, message))
    mark(id, message)
  }
  box.append(heading(words.look_again), list)
  step.before(box)
  box.focus()
}

function clear(step: HTMLFieldSetElement): void {
  document.querySelector('#faults')?.remove()
  for (const field of step.querySelectorAll('[aria-invalid]')) {
    field.removeAttribute('aria-invalid')
    document.querySelector(`#${field.id}_error`)?.remove()
  }
}

function heading(words: string): HTMLElement {
  const heading = document.createElement('h2')
  heading.textContent = words
  return heading
}

function entry(id: string, message: string): HTMLElement {
  const [line, link] = [document.createElement('li'), document.createElement('a')]
  const label = document.querySelector(`label[for="${id}"]`)?.textContent?.trim().replace(/:$/, '')
  link.href = `#${id}`
  link.textContent = label ? `${label}: ${message}` : message
  line.append(link)
  return line
}

function mark(id: string, message: string): void {
  const field = document.querySelector<HTMLElement>(`#${id}`)
  if (!field) return
  const error = document.createElement('p')
  error.className = 'fault'
  error.id = `${id}_error`
  error.textContent = message
  const above = field.closest('.choice') ?? field // a tick's words stay beside it
  above.before(error)
  field.ariaInvalid = 'true'
  const told = field.getAttribute('aria-describedby')?.split(' ') ?? []
  field.setAttribute('aria-describedby', [...new Set([...told, error.id])].join(' '))
}
