/** What the server says of plans, and how it is asked. */

import type { Geometry, MultiPolygon } from 'geojson'
import type { Api } from '../api'
import type { Deltas } from './deltas'
import type { Camera, Change, Drawn } from './plan'

export interface Study {
  id: string
  name: string
  area: MultiPolygon
  bounds: [number, number, number, number]
  level: string
  levels: string[]
  blocks_told: number
}

export interface Kind {
  id: number
  name: string
  form: string
  mount: string
  height: number
  hfov: number
  range: number
  width_px: number
}

export type Bounds = readonly [least: number, most: number]

export interface Facts {
  name: string
  study: Study
  plans: boolean
  limits: { height: Bounds; hfov: Bounds; range: Bounds }
  kinds: Kind[]
  scenario?: string
}

export interface Version {
  number: number
  name: string
  base: number
  author: string
  at: string
  deltas: Deltas
}

export interface Scenario {
  id: string
  name: string
  study: string
  author: string
  versions: Version[]
}

export interface Tried {
  key: string
  deltas: Deltas
  fields_of_view: Record<string, Geometry | null>
}

export class Server {
  constructor(private readonly api: Api) {}

  async cameras(study: string): Promise<Camera[]> {
    return (await this.api.get<{ cameras: Camera[] }>(`/api/scenarios/cameras?study=${study}`))
      .cameras
  }

  attempt(study: string, changes: Change[]): Promise<Tried> {
    return this.api.send('POST', '/api/scenarios/preview', { study, changes })
  }

  scenario(id: string): Promise<Scenario> {
    return this.api.get(`/api/scenarios/${id}`)
  }

  version(id: string, number: number): Promise<Version & { changes: Change[] }> {
    return this.api.get(`/api/scenarios/${id}/versions/${number}`)
  }

  begin(study: string, name: string): Promise<Scenario> {
    return this.api.send('POST', '/api/scenarios', { study, name })
  }

  drop(id: string): Promise<unknown> {
    return this.api.send('DELETE', `/api/scenarios/${id}`, {})
  }

  save(
    id: string,
    version: { base: number; name: string; changes: Change[]; aside: boolean },
  ): Promise<Version> {
    return this.api.send('POST', `/api/scenarios/${id}/versions`, version)
  }
}

/** The address of the picture a camera would give. */
export function stillOf(camera: Drawn): string {
  const { position, azimuth, hfov, range, height, tilt, vfov, roll, mount } = camera
  const asked = { azimuth, hfov, range, height, tilt, vfov, roll, mount }
  const query = new URLSearchParams({ at: position.join() })
  for (const [name, value] of Object.entries(asked)) {
    if (value !== null) query.set(name, String(value))
  }
  return `/api/scenarios/still?${query}`
}
