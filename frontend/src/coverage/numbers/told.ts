/** What the server says of a study in numbers. */

import type { Api } from '../../api'

export interface Share {
  value: number
  low?: number
  high?: number
}

export interface District {
  district: number | null
  name: string
  area_m2: number
  area_by_level: number[]
  street_m: number
  street_seen_m: number
  street_by_level: number[]
  shares: Record<'area' | 'public' | 'street' | 'demand', Share | null>
  overlap: number | null
  with_private: number | null
  cameras: number
  uptime: number | null
  residents: number | null
  per_1000: number | null
}

export interface Districts {
  levels: string[]
  level: string
  rows: District[]
}

export interface Place {
  cell: string
  at: [number, number]
  street: string
  watched: number
  wanted: number
  looks: number
}

export interface Equity {
  statement: string
  sentence: string
  districts: {
    name: string
    residents: number | null
    street_per_resident: number | null
    public_per_resident: number | null
  }[]
  private_land: {
    seen_m2: number
    share: number | null
    of_watched: number | null
    districts: { name: string; seen_m2: number; share: number | null }[]
  }
  places: { sentence: string; compared: number; rows: Place[]; dots: [number, number][] }
}

export interface Hours {
  rows: { hour: number; calls: number; seen: number }[]
  least: number
  calls: number
}

export interface Way {
  what: string
  name: string
  units: number
  unit: string
  annual: number
  five_years: number
  metres: number
  weighted_m: number
  per_metre: { value: number | null; low: number | null; high: number | null }
}

export interface Money {
  currency: string
  asked: boolean
  rows: Way[]
  kinds: { id: number; name: string; annual: number; worth_m: number | null }[]
}

export interface Lost {
  demand: number | null
  street_m: number
  m2: number
  m2_after_private: number
}

export interface Prune {
  rows: {
    turn: number
    number: number
    name: string
    offline: boolean
    saves: number | null
    lost: Lost
    together: Lost
  }[]
  cameras: number
  changed: number
  limits: string
}

export interface Cost {
  capital: number
  yearly: number
  life_years: number
  annual: number
  five_years: number
}

export interface Kind extends Cost {
  id: number
  name: string
  offered: boolean
}

export interface Unit extends Cost {
  what: 'recruiting' | 'lighting'
  answering: number
  metres: number
}

export interface Prices {
  currency: string
  kinds: Kind[]
  units: Unit[]
}

export interface Numbers {
  districts: Districts
  equity: Equity
  hours: Hours
  money: Money
  prune: Prune
  prices: Prices
}

export async function load(api: Api, study: string): Promise<Numbers> {
  const of = <T>(part: string) => api.get<T>(`/api/studies/${study}/${part}`)
  const [districts, equity, hours, money, prune, prices] = await Promise.all([
    of<Districts>('districts'),
    of<Equity>('equity'),
    of<Hours>('hours'),
    of<Money>('money'),
    of<Prune>('prune?most=500'),
    api.get<Prices>('/api/camera-types'),
  ])
  return { districts, equity, hours, money, prune, prices }
}
