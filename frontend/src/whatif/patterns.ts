/** The textures of verdicts: what is gained is crossed with plus signs, what is lost is hatched. */

import type { Theme } from '../theme'
import { VERDICTS } from './layers'

const SIZE = 16

type Draw = (context: OffscreenCanvasRenderingContext2D) => void

const SIGNS: Record<string, Draw> = {
  gained: strokes([8, 3, 8, 13], [3, 8, 13, 8]),
  lost: strokes([-4, 20, 20, -4], [-4, 4, 4, -4], [12, 20, 20, 12]),
  better: strokes([3, 11, 8, 5], [8, 5, 13, 11]),
  worse: strokes([3, 5, 8, 11], [8, 11, 13, 5]),
}

function strokes(...ends: [number, number, number, number][]): Draw {
  return context => {
    for (const [x, y, toX, toY] of ends) {
      context.moveTo(x, y)
      context.lineTo(toX, toY)
    }
  }
}

export function verdictPatterns(theme: Theme): [name: string, image: ImageData][] {
  return VERDICTS.map(({ name, light, dark }) => {
    const colour = theme === 'dark' ? dark : light
    const context = new OffscreenCanvas(SIZE, SIZE).getContext('2d')!
    context.fillStyle = `${colour}66`
    context.fillRect(0, 0, SIZE, SIZE)
    context.strokeStyle = colour
    context.lineWidth = 2
    context.beginPath()
    SIGNS[name]!(context)
    context.stroke()
    return [`verdict-${name}`, context.getImageData(0, 0, SIZE, SIZE)]
  })
}
