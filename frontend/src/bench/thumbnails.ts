/** Thirty thumbnails refreshed each second, drawn in one of two ways; run by tests/bench. */

import { Map as MapLibre, Marker, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import { type Picture, Pictures } from '../incident/pictures'
import type { Box } from '../layout/geometry'

const COUNT = 30
const [W, H] = [160, 90]

declare global {
  interface Window {
    bench: { refreshes: number; start(way: string): void; stop(): void }
  }
}

setWorkerUrl(workerUrl)
const box = document.body.appendChild(document.createElement('div'))
Object.assign(box.style, { position: 'fixed', inset: '0' })

/** Streets and houses enough that painting the map is work. */
function town(): GeoJSON.FeatureCollection {
  const features = Array.from({ length: 1500 }, (_, n): GeoJSON.Feature => {
    const [x, y] = [-84.53 + (n % 50) * 0.0012, 38.02 + Math.floor(n / 50) * 0.0013]
    const ring = [
      [x, y],
      [x + 0.0008, y],
      [x + 0.0008, y + 0.0009],
      [x, y + 0.0009],
      [x, y],
    ]
    return {
      type: 'Feature',
      properties: {},
      geometry: { type: 'Polygon', coordinates: [ring] },
    }
  })
  return { type: 'FeatureCollection', features }
}

const map = new MapLibre({
  container: box,
  center: [-84.5, 38.04],
  zoom: 14.5,
  fadeDuration: 0,
  attributionControl: false,
  style: {
    version: 8,
    sources: { town: { type: 'geojson', data: town() } },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': '#11161d' } },
      { id: 'house', type: 'fill', source: 'town', paint: { 'fill-color': '#2a3644' } },
    ],
  },
})

const boxes: Box[] = Array.from({ length: COUNT }, (_, n) => ({
  x: 20 + (n % 6) * 230,
  y: 20 + Math.floor(n / 6) * 170,
  w: W,
  h: H,
}))

/** Pictures as media sends them: the same bytes for both ways, six different ones by turns. */
async function jpegs(): Promise<Uint8Array<ArrayBuffer>[]> {
  const canvas = new OffscreenCanvas(2 * W, 2 * H)
  const context = canvas.getContext('2d')!
  const made: Uint8Array<ArrayBuffer>[] = []
  for (let n = 0; n < 6; n++) {
    for (let bar = 0; bar < 80; bar++) {
      context.fillStyle = `hsl(${(bar * 37 + n * 60) % 360} 40% ${20 + ((bar * 13) % 50)}%)`
      context.fillRect((bar * 53) % 320, (bar * 29) % 180, 60, 40)
    }
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.7 })
    made.push(new Uint8Array(await blob.arrayBuffer()))
  }
  return made
}

interface Way {
  take(n: number, blob: Blob): Promise<void>
  end(): void
}

function onCanvas(): Way {
  const canvas = document.body.appendChild(document.createElement('canvas'))
  Object.assign(canvas.style, { position: 'fixed', inset: '0', pointerEvents: 'none' })
  const latest = new Map<string, Picture>()
  const pictures = new Pictures(canvas, latest)
  const places = new Map(boxes.map((each, n) => [String(n), each]))
  pictures.place(places, innerWidth, innerHeight)
  return {
    async take(n, blob) {
      const bitmap = await createImageBitmap(blob)
      latest.get(String(n))?.bitmap.close()
      latest.set(String(n), { bitmap, capturedAt: 0 })
      pictures.refresh(String(n))
    },
    end: () => canvas.remove(),
  }
}

function onMarkers(): Way {
  const markers = boxes.map(({ x, y }) => {
    const image = document.createElement('img')
    image.width = W
    image.height = H
    const place = map.unproject([x + W / 2, y + H / 2])
    return new Marker({ element: image }).setLngLat(place).addTo(map)
  })
  return {
    async take(n, blob) {
      const image = markers[n]!.getElement() as HTMLImageElement
      URL.revokeObjectURL(image.src)
      image.src = URL.createObjectURL(blob)
    },
    end: () => {
      for (const marker of markers) marker.remove()
    },
  }
}

const WAYS: Record<string, () => Way> = { canvas: onCanvas, marker: onMarkers }

await map.once('idle')
const pictures = await jpegs()
let timer = 0
let way: Way | null = null

window.bench = {
  refreshes: 0,
  start(name) {
    this.refreshes = 0
    way = WAYS[name]?.() ?? null
    timer = window.setInterval(() => {
      const jpeg = pictures[this.refreshes++ % pictures.length]!
      for (let n = 0; n < COUNT; n++) {
        const take = () => way?.take(n, new Blob([jpeg], { type: 'image/jpeg' }))
        setTimeout(take, (n * 1000) / COUNT) // thirty cameras do not answer at the same moment
      }
    }, 1000)
  },
  stop() {
    clearInterval(timer)
    way?.end()
  },
}
