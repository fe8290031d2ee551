/** Draw the area of a study on the map, or choose districts there; the form is what is sent. */

import { LngLatBounds, type Map as MapLibre } from 'maplibre-gl'
import {
  TerraDraw,
  TerraDrawPolygonMode,
  TerraDrawRectangleMode,
  TerraDrawSelectMode,
} from 'terra-draw'
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter'
import { makeApi } from '../api'
import { makeMap } from '../map/map'
import { must } from '../page'
import { squareMetres } from '../requests/area'
import { type District, dressDistricts, offerDistricts } from './districts'
import { outlines } from './outlines'

const EDITABLE = {
  feature: {
    draggable: true,
    coordinates: { midpoints: true, draggable: true, deletable: true },
  },
}

export async function start(): Promise<void> {
  const { bounds } = await makeApi(fetch.bind(window)).get<{
    bounds?: [number, number, number, number]
  }>('/tiles.json?layers=base')
  const { districts } = JSON.parse(must('#page').textContent ?? '') as { districts: District[] }
  const map = makeMap(must('#map'), null, bounds ?? [-125, 25, -66, 49], dressed =>
    dressDistricts(dressed, districts),
  )
  const words = document.querySelector<HTMLTextAreaElement>('#id_area')
  if (!words) return
  offerDistricts(map, districts)
  map.once('load', () => draw(map, words))
}

function draw(map: MapLibre, words: HTMLTextAreaElement): void {
  const drawing = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map }),
    modes: [
      new TerraDrawPolygonMode({ pointerDistance: 20 }),
      new TerraDrawRectangleMode(),
      new TerraDrawSelectMode({ flags: { polygon: EDITABLE, rectangle: EDITABLE } }),
    ],
  })
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('#drawing [data-mode]')]

  function choose(mode: string): void {
    drawing.setMode(mode)
    for (const button of buttons) button.ariaPressed = String(button.dataset.mode === mode)
  }

  /** Show what the form says. */
  function show(): void {
    drawing.clear()
    const shapes = outlines(words.value)
    drawing.addFeatures(
      shapes.map(geometry => ({
        type: 'Feature' as const,
        properties: { mode: 'polygon' },
        geometry,
      })),
    )
    const around = new LngLatBounds()
    for (const corner of shapes.flatMap(each => each.coordinates[0] ?? []))
      around.extend(corner as [number, number])
    if (shapes.length) map.fitBounds(around, { padding: 60, animate: false, maxZoom: 17 })
    tell()
  }

  function take(): void {
    const shapes = drawing
      .getSnapshot()
      .filter(each => each.geometry.type === 'Polygon')
      .map(each => (each.geometry as GeoJSON.Polygon).coordinates)
    words.value = shapes.length ? JSON.stringify({ type: 'MultiPolygon', coordinates: shapes }) : ''
    tell()
  }

  function tell(): void {
    const shapes = outlines(words.value)
    const size = shapes.reduce((sum, each) => sum + squareMetres(each), 0)
    must('#measure').textContent = shapes.length ? `${(size / 1e6).toFixed(3)} km²` : ''
    document.querySelector('#empty')?.toggleAttribute('hidden', shapes.length > 0)
  }

  drawing.start()
  drawing.on('finish', () => {
    take()
    choose('select')
  })
  for (const button of buttons)
    button.addEventListener('click', () => {
      must<HTMLInputElement>('[name=by][value=drawn]').click()
      choose(button.dataset.mode!)
    })
  must('#clear').addEventListener('click', () => {
    drawing.clear()
    take()
  })
  words.addEventListener('change', show)
  choose('select')
  show()
  must('#drawing').hidden = false
}
