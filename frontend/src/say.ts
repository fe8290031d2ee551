/** Say a line to those who listen, not look. */

export function say(words: string): void {
  const region = document.querySelector('#said')
  if (region) region.textContent = words
}
