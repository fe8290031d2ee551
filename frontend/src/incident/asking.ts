/** What a call in focus asks of the server. */

import type { Api } from '../api'
import type { LngLat } from '../geo'
import { type Call, type CallFeature, readCall } from './call'
import { type Answer, readAnswer, type Seeing } from './camera'

const LIMIT = 40

export async function askCall(api: Api, id: string, signal: AbortSignal): Promise<Call> {
  return readCall(await api.get<CallFeature>(`/api/incidents/${id}`, signal))
}

export interface Question {
  incident: string
  place: LngLat
  radius: number
  /** Blank for now. */
  time: string
}

/** Which cameras see the place. Asking is written down, so it is not done idly. */
export async function askCameras(
  api: Api,
  { incident, place: [lng, lat], radius, time }: Question,
  signal: AbortSignal,
): Promise<Answer> {
  const asked = new URLSearchParams({
    at: `${lng.toFixed(7)},${lat.toFixed(7)}`,
    radius: String(radius),
    incident,
    limit: String(LIMIT),
    fov: '1',
  })
  if (time) asked.set('time', time)
  return readAnswer(await api.get<Seeing>(`/api/cameras/seeing?${asked}`, signal))
}
