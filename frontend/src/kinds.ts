/** Kinds of camera: a hue that the colour-blind can tell apart, a letter and a word. */

export interface Kind {
  colour: string
  letter: string
  name: string
}

// Okabe and Ito's palette; the order is the code in the tiles (registry/cameras/packing.py).
export const KINDS: Record<string, Kind> = {
  traffic: { colour: '#56b4e9', letter: 'T', name: 'Traffic' },
  building: { colour: '#b7c4d3', letter: 'G', name: 'Public building' },
  school: { colour: '#cc79a7', letter: 'S', name: 'School' },
  business: { colour: '#e69f00', letter: 'B', name: 'Business' },
  resident: { colour: '#19b88a', letter: 'R', name: 'Resident' },
  uav: { colour: '#f0e442', letter: 'U', name: 'Drone' },
  robot: { colour: '#f0e442', letter: 'O', name: 'Robot' },
  phone: { colour: '#ff7f50', letter: 'P', name: 'Phone' },
}

export const KIND_NAMES = Object.keys(KINDS)

const UNKNOWN: Kind = { colour: '#b7c4d3', letter: '?', name: 'Camera' }

export function kindOf(name: string): Kind {
  return KINDS[name] ?? UNKNOWN
}

export interface Packed {
  kind: string
  form: string
  level: number
}

const FORMS = ['fixed', 'ptz', 'panoramic', 'moving']

/** A line of this colour on light ground: the hue mixed with ink, for yellow on paper is nothing. */
export function darker(colour: string): string {
  const parts = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16))
  return `#${parts
    .map(part =>
      Math.round(part * 0.62)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

/** Take apart what a tile says of a camera in one integer. */
export function unpack(attr: number): Packed {
  return {
    kind: KIND_NAMES[attr & 15] ?? '',
    form: FORMS[(attr >> 4) & 3] ?? '',
    level: (attr >> 6) & 3,
  }
}
