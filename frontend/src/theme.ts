/** Dark, light, or as the machine has it. Kept in a cookie so that the server draws the right one. */

export type Theme = 'dark' | 'light'
export type Choice = Theme | 'auto'

const ORDER: Choice[] = ['auto', 'dark', 'light']

export function choice(): Choice {
  return (document.documentElement.dataset.theme as Theme | undefined) ?? 'auto'
}

export function theme(): Theme {
  const chosen = choice()
  if (chosen !== 'auto') return chosen
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'
}

export function nextChoice(): Choice {
  return ORDER[(ORDER.indexOf(choice()) + 1) % ORDER.length]!
}

export function choose(chosen: Choice): void {
  if (chosen === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = chosen
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not there over plain HTTP
  document.cookie = `theme=${chosen}; path=/; max-age=31536000; samesite=lax`
  dispatchEvent(new Event('theme'))
}

/** Call back when the colours change, by hand or by the machine's clock. */
export function onTheme(changed: () => void): void {
  addEventListener('theme', changed)
  matchMedia('(prefers-color-scheme: light)').addEventListener('change', changed)
}
