/** The areas compared on the map, and drawing of them; what the form says is what is sent. */

import type {
  ExpressionSpecification,
  GeoJSONSource,
  LayerSpecification,
  Map as MapLibre,
} from 'maplibre-gl'
import { LngLatBounds } from 'maplibre-gl'
import { TerraDraw, TerraDrawPolygonMode } from 'terra-draw'
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter'
import { makeApi } from '../api'
import { makeMap } from '../map/map'
import { must } from '../page'
import { say } from '../say'
import { type Theme, theme } from '../theme'
import { readCorners, writeCorners } from './corners'

type Name = 'treated' | 'ring' | 'control'
type Drawable = Exclude<Name, 'ring'>

const AREAS = 'areas'
const DRAWABLE: Drawable[] = ['treated', 'control']

/** Solid, dotted outline and pale: a shape each, not only a colour. */
export function layers(now: Theme): LayerSpecification[] {
  const [treated, other] = now === 'dark' ? ['#7cc4ff', '#ffb84d'] : ['#0b57d0', '#8a4b00']
  const colour: ExpressionSpecification = ['match', ['get', 'area'], 'control', other!, treated!]
  return [
    {
      id: 'areas-fill',
      type: 'fill',
      source: AREAS,
      paint: {
        'fill-color': colour,
        'fill-opacity': ['match', ['get', 'area'], 'treated', 0.4, 'ring', 0.1, 0.25],
      },
    },
    {
      id: 'areas-line',
      type: 'line',
      source: AREAS,
      filter: ['!=', ['get', 'area'], 'ring'],
      paint: { 'line-color': colour, 'line-width': 2 },
    },
    {
      id: 'areas-ring',
      type: 'line',
      source: AREAS,
      filter: ['==', ['get', 'area'], 'ring'],
      paint: { 'line-color': colour, 'line-width': 2, 'line-dasharray': [1, 2] },
    },
  ]
}

export async function start(drawing: HTMLElement): Promise<void> {
  const facts = JSON.parse(must('#page').textContent ?? '') as Facts
  const field = (name: Drawable) => must<HTMLInputElement>(`#id_${name}_drawn`)
  const buttons = [...drawing.querySelectorAll<HTMLButtonElement>('[data-draw]')]
  let found = facts.areas ?? {} // of the question the form had when the page came
  let turn: Drawable | null = null

  function shown(): GeoJSON.FeatureCollection {
    const hexagons = Object.entries(found).map(([area, geometry]) =>
      feature(area as Name, geometry),
    )
    const drawn = DRAWABLE.filter(name => !(name in found)).flatMap(name => {
      const corners = readCorners(field(name).value)
      if (corners.length < 3) return []
      return [feature(name, { type: 'Polygon', coordinates: [[...corners, corners[0]!]] })]
    })
    return { type: 'FeatureCollection', features: [...hexagons, ...drawn] }
  }

  const { bounds } = await makeApi(fetch.bind(window)).get<{
    bounds?: [number, number, number, number]
  }>('/tiles.json?layers=base')
  const map = makeMap(must('#map'), null, bounds ?? [-125, 25, -66, 49], on => {
    on.addSource(AREAS, { type: 'geojson', data: shown() })
    for (const layer of layers(theme())) on.addLayer(layer)
  })

  function redraw(): void {
    map.getSource<GeoJSONSource>(AREAS)?.setData(shown())
  }

  map.once('load', () => {
    const draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map }),
      modes: [new TerraDrawPolygonMode({ pointerDistance: 20 })],
    })
    draw.start()

    function choose(name: Drawable | null): void {
      draw.clear()
      turn = name
      draw.setMode(name ? 'polygon' : 'static')
      for (const button of buttons)
        button.setAttribute('aria-pressed', String(button.dataset.draw === name))
    }

    draw.on('finish', () => {
      const polygon = draw.getSnapshot().find(each => each.geometry.type === 'Polygon')
      if (polygon && turn) {
        const ring = polygon.geometry.coordinates as number[][][]
        take(turn, writeCorners(ring[0]!))
        say(`The ${turn} area is drawn`)
      }
      choose(null)
    })

    for (const button of buttons) {
      const name = button.dataset.draw as Drawable
      button.addEventListener('click', () => choose(turn === name ? null : name))
    }
    must('#clear').addEventListener('click', () => {
      choose(null)
      for (const name of DRAWABLE) take(name, '')
    })
    for (const name of DRAWABLE) field(name).addEventListener('change', forget)
    must('#comparison').addEventListener('change', forget)
    frame(map, shown())
    drawing.dataset.ready = 'true'
  })

  function take(name: Drawable, corners: string): void {
    field(name).value = corners
    forget()
  }

  /** Another question: what was found is not its answer. */
  function forget(): void {
    found = {}
    redraw()
  }
}

interface Facts {
  areas?: Partial<Record<Name, GeoJSON.Geometry>>
}

function feature(area: Name, geometry: GeoJSON.Geometry): GeoJSON.Feature {
  return { type: 'Feature', properties: { area }, geometry }
}

/** Show all of it, if there is any. */
function frame(map: MapLibre, shown: GeoJSON.FeatureCollection): void {
  const around = new LngLatBounds()
  for (const place of shown.features.flatMap(({ geometry }) => places(geometry)))
    around.extend(place as [number, number])
  if (!around.isEmpty()) map.fitBounds(around, { padding: 40, animate: false })
}

function places(geometry: GeoJSON.Geometry): GeoJSON.Position[] {
  if (geometry.type === 'Polygon') return geometry.coordinates.flat()
  return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat(2) : []
}
