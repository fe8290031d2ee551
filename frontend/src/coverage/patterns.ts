/** Hatches: a gap, and each reason for it, has a texture as well as a colour. */

import { REASONS } from './palette'

const SIZE = 16

type Draw = (context: OffscreenCanvasRenderingContext2D) => void

function lines(...ends: [number, number, number, number][]): Draw {
  return context => {
    for (const [x, y, toX, toY] of ends) {
      context.moveTo(x, y)
      context.lineTo(toX, toY)
    }
    context.stroke()
  }
}

/** Of 45 degrees; drawn past the edges, so that one square meets the next. */
const HATCH = lines([-4, 20, 20, -4], [-4, 4, 4, -4], [12, 20, 20, 12])

const SIGNS: Record<string, Draw> = {
  no_camera: context => {
    context.arc(8, 8, 2, 0, 2 * Math.PI)
    context.stroke()
  },
  blocked: context => context.fillRect(4, 4, 8, 8),
  elsewhere: lines([3, 4, 8, 8], [8, 8, 3, 12], [9, 4, 14, 8], [14, 8, 9, 12]),
  offline: lines([3, 3, 13, 13], [3, 13, 13, 3]),
  pixels: lines([0, 4, 16, 4], [0, 12, 16, 12]),
}

/** Every image the layers name. */
export function patterns(): [name: string, image: ImageData][] {
  return [
    ['gap', square('#7d8794', HATCH)],
    ...REASONS.map(({ code, colour }): [string, ImageData] => [
      `reason-${code}`,
      square(colour, SIGNS[code]!, `${colour}30`),
    ]),
  ]
}

function square(colour: string, draw: Draw, ground = '#7d879418'): ImageData {
  const context = new OffscreenCanvas(SIZE, SIZE).getContext('2d')!
  context.fillStyle = ground
  context.fillRect(0, 0, SIZE, SIZE)
  context.beginPath()
  context.strokeStyle = colour
  context.fillStyle = colour
  context.lineWidth = 1.3
  draw(context)
  return context.getImageData(0, 0, SIZE, SIZE)
}
