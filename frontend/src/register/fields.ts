/** The form's own fields, by their names: they are the truth, the map only shows and changes them. */

import type { LngLat } from '../geo'
import { compass, type Limits, type Sight } from './sight'

export interface Preset {
  hfov: number
  range: number
}

type Field = HTMLInputElement | HTMLSelectElement

const WINDS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw']

export class Fields {
  constructor(
    readonly form: HTMLFormElement,
    private readonly presets: Record<string, Preset>,
    private readonly limits: Limits,
  ) {}

  get place(): LngLat | null {
    const [lng, lat] = [this.number('lng'), this.number('lat')]
    return lng === null || lat === null ? null : [lng, lat]
  }

  set place([lng, lat]: LngLat) {
    this.write('lng', lng.toFixed(6))
    this.write('lat', lat.toFixed(6))
  }

  get preset(): string {
    return this.picked('preset')
  }

  get indoor(): boolean {
    return this.picked('indoor') === '1'
  }

  get height(): number | null {
    return this.number('height')
  }

  /** Degrees, or null where nobody said; the exact number goes before the wind. */
  get azimuth(): number | null {
    const wind = WINDS.indexOf(this.picked('direction'))
    return this.number('azimuth') ?? (wind < 0 ? null : wind * 45)
  }

  /** What the camera sees, with the preset's numbers where none were given. */
  get sight(): Sight {
    const preset = this.presets[this.preset]
    const hfov = this.number('hfov') ?? preset?.hfov ?? 90
    const range = this.number('range') ?? preset?.range ?? 20
    return {
      azimuth: this.azimuth ?? 0,
      hfov: within(hfov, this.limits.hfov),
      range: within(range, this.limits.range),
    }
  }

  set sight({ azimuth, hfov, range }: Sight) {
    this.azimuth = azimuth
    this.write('hfov', String(Math.round(hfov)))
    this.write('range', String(Math.round(range)))
  }

  set azimuth(azimuth: number | null) {
    this.write('azimuth', azimuth === null ? '' : String(Math.round(compass(azimuth)) % 360))
    this.write('direction', azimuth === null ? '' : windOf(azimuth))
  }

  /** Take a kind of camera's usual numbers, in place of those that were there. */
  usePreset(): void {
    const preset = this.presets[this.preset]
    if (!preset) return
    this.write('hfov', String(preset.hfov))
    this.write('range', String(preset.range))
  }

  given(name: string): boolean {
    return this.picked(name) !== ''
  }

  /** A wind was chosen: its degrees follow where they are seen; unseen, a wind is all that is said. */
  turnTo(wind: string, seen: boolean): void {
    const at = WINDS.indexOf(wind)
    if (seen) this.azimuth = at < 0 ? null : at * 45
    else this.write('azimuth', '')
  }

  /** The degrees were typed: the wind follows, and the degrees are left as they are. */
  nameWind(): void {
    const azimuth = this.number('azimuth')
    this.write('direction', azimuth === null ? '' : windOf(azimuth))
  }

  /** Blank where nothing is picked or there is no such field. */
  picked(name: string): string {
    return String(new FormData(this.form).get(name) ?? '')
  }

  write(name: string, value: string): void {
    const field = this.form.elements.namedItem(name)
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value
    else if (!field) this.form.append(hidden(name, value))
  }

  private number(name: string): number | null {
    const value = this.picked(name).trim()
    const number = Number(value)
    return value && Number.isFinite(number) ? number : null
  }
}

function windOf(azimuth: number): string {
  return WINDS[Math.round(compass(azimuth) / 45) % 8]!
}

function within(value: number, [least, most]: readonly [number, number]): number {
  return Math.min(most, Math.max(least, value))
}

function hidden(name: string, value: string): Field {
  const field = document.createElement('input')
  field.type = 'hidden'
  field.name = name
  field.value = value
  return field
}
