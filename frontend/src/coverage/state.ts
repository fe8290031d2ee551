/** The address is the state: the path names the study, the query how it is looked at. */

import type { LngLat, View } from '../geo'
import { readTab, type Tab } from './tabs'

export const SHOWS = ['seen', 'overlap', 'level', 'reason'] as const
export type Show = (typeof SHOWS)[number]

export interface State {
  at: View | null
  show: Show
  tab: Tab
}

export function readState(search: string): State {
  const query = new URLSearchParams(search)
  return {
    at: readView(query.get('at')),
    show: SHOWS.find(each => each === query.get('show')) ?? 'seen',
    tab: readTab(query.get('tab')),
  }
}

/** Write it into the query; what goes without saying is left out, what others wrote stays. */
export function writeState(state: State, search: string): string {
  const query = new URLSearchParams(search)
  const put = (name: string, value: string | null) =>
    value ? query.set(name, value) : query.delete(name)
  put('at', state.at && viewWords(state.at))
  put('show', state.show === 'seen' ? null : state.show)
  put('tab', state.tab === 'overview' ? null : state.tab)
  const asked = query.toString().replaceAll('%2C', ',')
  return asked && `?${asked}`
}

function readView(text: string | null): View | null {
  const [lng, lat, zoom] = (text ?? '').split(',').map(Number)
  if (lng === undefined || lat === undefined || zoom === undefined) return null
  const center: LngLat = [lng, lat]
  const good = Math.abs(lng) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 22
  return good ? { center, zoom, bearing: 0 } : null
}

function viewWords({ center: [lng, lat], zoom }: View): string {
  return [lng.toFixed(5), lat.toFixed(5), zoom.toFixed(2)].join(',')
}
