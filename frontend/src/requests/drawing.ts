/** Draw the area of a request on the map; what the form says is what is sent. */

import { LngLatBounds } from 'maplibre-gl'
import {
  TerraDraw,
  TerraDrawCircleMode,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
} from 'terra-draw'
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter'
import { makeApi } from '../api'
import { makeMap } from '../map/map'
import { must } from '../page'
import { type Area, circle, readArea, readPoint, squareMetres } from './area'

interface Facts {
  limits: { area: [number, number] }
}

const facts = JSON.parse(must('#page').textContent ?? '') as Facts
const words = must<HTMLTextAreaElement>('#id_area')
const point = must<HTMLInputElement>('#id_point')
const radius = must<HTMLInputElement>('#id_radius')
const measure = must('#measure')
const buttons = [...document.querySelectorAll<HTMLButtonElement>('#drawing [data-mode]')]

/** What the form says, in the order the server takes it. */
function said(): Area | null {
  const pasted = readArea(words.value)
  if (pasted) return pasted
  const centre = readPoint(point.value)
  return centre && Number(radius.value) > 0 ? circle(centre, Number(radius.value)) : null
}

function tell(): void {
  const area = said()
  const [least, most] = facts.limits.area
  const size = area ? squareMetres(area) : 0
  const fits = size >= least && size <= most
  measure.dataset.fits = String(!area || fits)
  measure.textContent = area ? `${(size / 1e6).toFixed(3)} km²` : ''
  if (area && !fits) measure.textContent += size < least ? ': too small' : ': too large'
}

async function start(): Promise<void> {
  must('#drawing').hidden = false
  const { bounds } = await makeApi(fetch.bind(window)).get<{
    bounds?: [number, number, number, number]
  }>('/tiles.json?layers=base')
  const map = makeMap(must('#map'), null, bounds ?? [-125, 25, -66, 49], () => {})
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map }),
    modes: [
      new TerraDrawPolygonMode({ pointerDistance: 20 }),
      new TerraDrawCircleMode({ segments: 48 }),
      new TerraDrawSelectMode({ flags: { polygon: EDITABLE, circle: EDITABLE } }),
    ],
  })

  function choose(mode: string): void {
    if (mode !== 'select') clear()
    draw.setMode(mode)
    for (const button of buttons)
      button.setAttribute('aria-pressed', String(button.dataset.mode === mode))
  }

  function clear(): void {
    draw.clear()
    words.value = ''
  }

  /** Show what the form says; terra-draw wants nine decimals at most. */
  function show(): void {
    draw.clear()
    const area = said()
    if (!area) return
    const rounded = area.coordinates.map(ring =>
      ring.map(([lng, lat]) => [Number(lng.toFixed(7)), Number(lat.toFixed(7))]),
    )
    draw.addFeatures([
      {
        type: 'Feature',
        properties: { mode: 'polygon' },
        geometry: { type: 'Polygon', coordinates: rounded },
      },
    ])
    const around = new LngLatBounds()
    for (const corner of area.coordinates[0]!) around.extend(corner)
    map.fitBounds(around, { padding: 60, animate: false, maxZoom: 17 })
  }

  function take(): void {
    const drawn = draw.getSnapshot().find(each => each.geometry.type === 'Polygon')
    words.value = drawn ? JSON.stringify(drawn.geometry) : ''
    tell()
  }

  map.once('load', () => {
    draw.start()
    draw.on('finish', () => {
      take()
      choose('select')
    })
    for (const button of buttons)
      button.addEventListener('click', () => {
        choose(button.dataset.mode!)
        tell()
      })
    must('#clear').addEventListener('click', () => {
      clear()
      point.value = ''
      show()
      tell()
    })
    for (const field of [words, point, radius])
      field.addEventListener('change', () => {
        if (field !== words) words.value = '' // what was typed last is meant
        show()
        tell()
      })
    choose('select')
    show()
    must('#drawing').dataset.ready = 'true'
  })
}

const EDITABLE = {
  feature: {
    draggable: true,
    coordinates: { midpoints: true, draggable: true, deletable: true },
  },
}

tell()
void start()
