/** What the server says of proposals and of whom to ask, and how it is asked. */

import type { Api } from '../../api'
import type { Stage } from '../study'

export const WEIGHTS = ['street', 'area', 'demand'] as const
export type Weight = (typeof WEIGHTS)[number]
export type Amounts = Record<Weight, number>

export interface Kind {
  id: number
  name: string
  cost: number
  /** It hangs on a wall, so only corners of buildings carry it. */
  wall: boolean
}

export interface Site {
  n: number
  at: [number, number]
  source: string
  name: string
  street: string
  kind_name: string
  azimuth: number | null
  hfov: number
  range: number
  gain: Amounts
  cost: number
  sum: Amounts & { cost: number }
}

export interface Proposal {
  id: string
  author: string
  made_at: string
  state: Stage
  step: string
  done: number
  total: number
  wanted: { many: number | null; budget: number | null; weight: Weight }
  trouble: string
  sites?: Site[]
  left?: Amounts
  places?: number
  fitting?: number
  listed?: number
  outside?: number
  turned?: { row: number; why: string }[]
  turned_away?: number
  words?: string[]
}

export interface Offer {
  kinds: Kind[]
  currency: string
  proposals: Proposal[]
}

export interface Block {
  cell: string
  at: [number, number]
  outline: [number, number][]
  streets: string[]
  addresses: number
  ask: number
  expect: number
  gain: Amounts
  cost: number
  per_metre: number | null
}

export interface Recruit {
  blocks: Block[]
  blocks_in_all: number
  answering: number
  reach_m: number
  buying_per_metre: number | null
}

export interface Wish {
  many: number | null
  budget: number | null
  kinds: number[]
  sources: string[]
  points: [number, number][]
  file: string
  weight: Weight
}

export const underWay = ({ state }: Proposal): boolean => state === 'queued' || state === 'running'

export function makeTeller(api: Api, study: string) {
  return {
    offer: () => api.get<Offer>(`/api/studies/${study}/proposals`),
    recruit: (weight: Weight) => api.get<Recruit>(`/api/studies/${study}/recruit?weight=${weight}`),
    propose: (wish: Wish) => api.send<Proposal>('POST', `/api/studies/${study}/proposals`, wish),
    follow: (id: string) => api.poll<Proposal>(`/api/proposals/${id}`),
    cancel: (id: string) => api.send<Proposal>('POST', `/api/proposals/${id}/cancel`, {}),
    tryOut: (id: string) =>
      api.send<{ address: string }>('POST', `/api/proposals/${id}/scenario`, {}),
  }
}

export type Teller = ReturnType<typeof makeTeller>
