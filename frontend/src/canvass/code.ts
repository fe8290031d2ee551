/** A QR code from its squares: drawn on the phone, so that it needs no line. */

import type { Code } from './walk'

const MARGIN = 4 // squares of quiet around it, as the standard wants

/** One path for all dark squares of a code. */
export function path({ size, squares }: Code): string {
  const bytes = Uint8Array.from(atob(squares), letter => letter.charCodeAt(0))
  const spare = bytes.length * 8 - size * size // bits before the first, since it counts from the end
  let drawn = ''
  for (let square = 0; square < size * size; square++) {
    const bit = square + spare
    if (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) {
      drawn += `M${(square % size) + MARGIN} ${Math.floor(square / size) + MARGIN}h1v1h-1z`
    }
  }
  return drawn
}

export function draw(code: Code): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  const side = code.size + 2 * MARGIN
  svg.setAttribute('viewBox', `0 0 ${side} ${side}`)
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', `QR code of ${code.url}`)
  const dark = document.createElementNS(space, 'path')
  dark.setAttribute('d', path(code))
  svg.append(dark)
  return svg
}
