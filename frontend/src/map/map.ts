/** The map itself: our own style and tiles, one font, nothing from anybody else. */

import {
  AttributionControl,
  Map as MapLibre,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import '../css/map.css'
import type { View } from '../geo'
import { onTheme, theme } from '../theme'

setWorkerUrl(workerUrl)

export const STILL = matchMedia('(prefers-reduced-motion: reduce)')

/** Make the map; `dress` adds the product's own layers, again after each change of theme. */
export function makeMap(
  container: HTMLElement,
  view: View | null,
  extent: [number, number, number, number],
  dress: (map: MapLibre) => void,
  deepest = 20,
): MapLibre {
  const map = new MapLibre({
    container,
    style: address(),
    ...(view
      ? { center: [view.center[0], view.center[1]], zoom: view.zoom, bearing: view.bearing }
      : { bounds: extent, fitBoundsOptions: { padding: 40 } }),
    fadeDuration: 0,
    maxPitch: 0,
    minZoom: 3,
    maxZoom: deepest,
    attributionControl: false,
  })
  map.addControl(new AttributionControl({ compact: false }), 'bottom-right')
  map.addControl(new ScaleControl({ maxWidth: 90 }), 'bottom-right')
  map.addControl(new NavigationControl({ visualizePitch: false }), 'bottom-right')
  map.on('style.load', () => dress(map))
  container.ariaBusy = 'true'
  map.on('movestart', () => {
    container.ariaBusy = 'true'
  })
  map.on('idle', () => {
    container.ariaBusy = 'false'
  })
  onTheme(() => map.setStyle(address(), { diff: false }))
  return map
}

function address(): string {
  return `/style.json?theme=${theme()}`
}

export function viewOf(map: MapLibre): View {
  const { lng, lat } = map.getCenter()
  return { center: [lng, lat], zoom: map.getZoom(), bearing: map.getBearing() }
}
