/** What was filled in so far, kept in this tab only and until it is sent. */

const KEY = 'sightline-register'
const DAY = 24 * 3600_000

export interface Draft {
  step: number
  fields: [name: string, value: string][]
  /** Only the language was changed: the page goes on by itself. */
  goesOn: boolean
}

/** Not kept: they belong to one loading of the page, or to the very text that was read there. */
const PASSING = new Set([
  ...['csrfmiddlewaretoken', 'altcha', 'submission', 'language'],
  ...['consent', 'consent_version', 'public'],
])

export function keep(
  { step, goesOn }: Omit<Draft, 'fields'>,
  form: HTMLFormElement,
  store: Storage,
  now: number,
): void {
  const fields = [...new FormData(form)].filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && !PASSING.has(pair[0]),
  )
  try {
    store.setItem(KEY, JSON.stringify({ step, goesOn, fields, at: now }))
  } catch {
    // A full or forbidden store only means that nothing is offered again.
  }
}

export function kept(store: Storage, now: number): Draft | null {
  const text = read(store)
  if (!text) return null
  const { at, ...draft } = JSON.parse(text) as Draft & { at: number }
  if (now - at < DAY) return draft
  forget(store)
  return null
}

function read(store: Storage): string | null {
  try {
    return store.getItem(KEY)
  } catch {
    return null
  }
}

export function forget(store: Storage): void {
  try {
    store.removeItem(KEY)
  } catch {
    // Nothing could be kept there either.
  }
}

/** Fill the form; what the draft does not name is unticked, as in a sent form. */
export function restore(draft: Draft, form: HTMLFormElement): void {
  const values = new Map<string, string[]>()
  for (const [name, value] of draft.fields) {
    values.set(name, [...(values.get(name) ?? []), value])
  }
  for (const field of form.elements) {
    if (PASSING.has(field.getAttribute('name') ?? '')) continue
    if (field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type)) {
      field.checked = values.get(field.name)?.includes(field.value) ?? false
    } else if (isValued(field) && values.has(field.name)) {
      field.value = values.get(field.name)![0]!
    }
  }
}

function isValued(
  field: Element,
): field is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  if (field instanceof HTMLInputElement) return !['submit', 'file'].includes(field.type)
  return field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement
}
