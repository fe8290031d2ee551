/** What cameras see, on the map: all outlined, only the one that is looked at filled. */

import type { Feature } from 'geojson'
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl'
import { circle, type LngLat } from '../geo'
import { AREA, FOV, fovOpacity } from '../map/layers'
import { type Camera, seesPoint } from './camera'

export class Fields {
  #features: Feature[] = []
  #area: Feature[] = []
  #hot: string | null = null

  constructor(private readonly map: MapLibre) {}

  set(cameras: Camera[], center: LngLat, radius: number): void {
    this.#features = cameras.flatMap(camera =>
      camera.fieldOfView
        ? [
            {
              type: 'Feature',
              geometry: camera.fieldOfView,
              properties: { id: camera.id, kind: camera.kind, sees: seesPoint(camera) },
            },
          ]
        : [],
    )
    this.#area = [{ type: 'Feature', geometry: circle(center, radius), properties: {} }]
    this.draw()
  }

  clear(): void {
    this.#features = []
    this.#area = []
    this.draw()
  }

  heat(id: string | null): void {
    if (id === this.#hot || !this.map.getLayer('fov-hot')) return
    this.#hot = id
    for (const layer of ['fov-fill', 'fov-hot']) {
      this.map.setFilter(layer, ['==', ['get', 'id'], id ?? ''])
    }
    this.map.setPaintProperty('fov-line', 'line-opacity', fovOpacity(id))
  }

  /** Give the map what it should show; again after it was dressed anew. */
  draw(): void {
    this.#data(FOV, this.#features)
    this.#data(AREA, this.#area)
  }

  #data(source: string, features: Feature[]): void {
    const found = this.map.getSource<GeoJSONSource>(source)
    found?.setData({ type: 'FeatureCollection', features })
  }
}
