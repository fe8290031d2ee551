/** The study's map, with the sites on it: click one to choose it, or click to set a point. */

import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl'
import { STILL } from '../../map/map'
import { theme } from '../../theme'
import { boundsOf } from '../study'
import { features, layers, type Shown, SITES } from './layers'

const CLOSE = 17 // zoom

export interface Clicks {
  site(n: number): void
  point(at: [number, number]): void
}

export class SitesMap {
  #shown: Shown = { sites: [], points: [], block: null, chosen: null }

  constructor(
    private readonly map: MapLibre,
    private readonly clicks: Clicks,
  ) {
    map.on('style.load', () => this.#dress())
    if (map.style?.loaded()) this.#dress()
    else map.once('idle', () => this.#dress())
    map.on('click', event => {
      if (document.body.dataset.placing) clicks.point([event.lngLat.lng, event.lngLat.lat])
    })
    map.on('click', 'site-dot', event => {
      const n = event.features?.[0]?.properties.n
      if (n && !document.body.dataset.placing) this.clicks.site(Number(n))
    })
  }

  /** While points are set a click on the map is theirs alone. */
  place(on: boolean): void {
    if (on) document.body.dataset.placing = 'points'
    else delete document.body.dataset.placing
    this.map.getCanvas().style.cursor = on ? 'crosshair' : ''
  }

  show(shown: Shown): void {
    this.#shown = shown
    this.map.getSource<GeoJSONSource>(SITES)?.setData(features(shown))
  }

  fly(center: [number, number]): void {
    this.map.easeTo({ center, zoom: Math.max(CLOSE, this.map.getZoom()), animate: !STILL.matches })
  }

  fit(ring: [number, number][]): void {
    this.map.fitBounds(boundsOf({ coordinates: ring }), { padding: 60, animate: !STILL.matches })
  }

  #dress(): void {
    if (this.map.getSource(SITES)) return
    this.map.addSource(SITES, { type: 'geojson', data: features(this.#shown) })
    for (const layer of layers(theme())) this.map.addLayer(layer)
  }
}
