/** Where cameras would help most. */

import type { Map as MapLibre } from 'maplibre-gl'

export function mount(element: HTMLElement, _studyId: string, _map: MapLibre): void {
  element.textContent = ''
}
