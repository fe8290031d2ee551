/** The address is the state: the path names the call, the query the view of it. */

import type { LngLat, View } from '../geo'

export interface State {
  incident: string | null
  at: View | null
  radius: number | null
  time: string
  camera: number | null
  kinds: string[]
  levels: number[]
  fov: boolean
}

const INCIDENT = /^\/incidents\/([0-9a-f-]{36})$/

export function readState(url: URL): State {
  const query = url.searchParams
  return {
    incident: INCIDENT.exec(url.pathname)?.[1] ?? null,
    at: readView(query.get('at')),
    radius: positive(query.get('radius')),
    time: readTime(query.get('time')),
    camera: positive(query.get('cam')),
    kinds: words(query.get('kind')),
    levels: words(query.get('level')).map(Number),
    fov: query.get('fov') !== '0',
  }
}

export function writeState(state: State, search: string): string {
  const query = new URLSearchParams(search)
  const put = (name: string, value: string | null) =>
    value ? query.set(name, value) : query.delete(name)
  put('at', state.at && viewWords(state.at))
  put('radius', state.radius ? String(state.radius) : null)
  put('time', state.time)
  put('cam', state.camera ? String(state.camera) : null)
  put('kind', state.kinds.join(','))
  put('level', state.levels.join(','))
  put('fov', state.fov ? null : '0')
  // A comma needs no escape in a query, and people read addresses.
  const asked = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
  return (state.incident ? `/incidents/${state.incident}` : '/map') + (asked ? `?${asked}` : '')
}

function readView(text: string | null): View | null {
  const [lng, lat, zoom, bearing = 0] = (text ?? '').split(',').map(Number)
  if (lng === undefined || lat === undefined || zoom === undefined) return null
  const center: LngLat = [lng, lat]
  const good = Math.abs(lng) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 22
  return good && Number.isFinite(bearing) ? { center, zoom, bearing } : null
}

function viewWords({ center: [lng, lat], zoom, bearing }: View): string {
  const turned = Math.abs(bearing) > 0.05 ? [bearing.toFixed(1)] : []
  return [lng.toFixed(5), lat.toFixed(5), zoom.toFixed(2), ...turned].join(',')
}

function readTime(text: string | null): string {
  const at = text ? new Date(text) : null
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : ''
}

function positive(text: string | null): number | null {
  const value = Number(text)
  return Number.isFinite(value) && value > 0 ? value : null
}

function words(text: string | null): string[] {
  return text ? text.split(',').filter(Boolean) : []
}
