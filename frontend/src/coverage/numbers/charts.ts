/** Charts for those who would rather look; each stands beside the table it is drawn from. */

import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  Legend,
  LinearScale,
  PointElement,
  ScatterController,
  Tooltip,
} from 'chart.js'
import { onTheme } from '../../theme'
import { blues } from '../palette'
import type { District, Districts, Equity, Hours } from './told'

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  PointElement,
  ScatterController,
  Tooltip,
)

type Ink = (name: string) => string
export type Drawing = (ink: Ink) => ChartConfiguration

/** Draw, and draw again in the other theme's colours; nothing moves, so nothing need be stilled. */
export function draw(canvas: HTMLCanvasElement, drawing: Drawing): void {
  let chart = new Chart(canvas, drawing(inkOf(canvas)))
  onTheme(() => {
    chart.destroy()
    chart = new Chart(canvas, drawing(inkOf(canvas)))
  })
}

/** Read a colour by its name; the browser resolves which theme it is of. */
function inkOf(canvas: HTMLCanvasElement): Ink {
  const probe = document.createElement('span')
  probe.hidden = true
  return name => {
    canvas.parentElement?.append(probe)
    probe.style.color = `var(--${name})`
    const colour = getComputedStyle(probe).color
    probe.remove()
    return colour
  }
}

/** Each district's ground by level, the best first, as parts of all of it. */
export function byLevel({ levels, rows }: Districts): Drawing {
  const colours = blues(levels.length)
  return ink => ({
    type: 'bar',
    data: {
      labels: rows.map(row => row.name),
      datasets: [
        ...levels
          .map((level, nth) => stack(word(level), rows, nth + 1, colours[nth]!, ink('edge')))
          .reverse(),
        stack('Not seen', rows, 0, ink('raised'), ink('edge')),
      ],
    },
    options: {
      ...plain(ink),
      indexAxis: 'y',
      scales: {
        x: { ...axis(ink, '% of open ground'), stacked: true, max: 100 },
        y: { ...axis(ink), stacked: true },
      },
    },
  })
}

/** Calls of each hour: those where a camera sees, and the others above them. */
export function byHour({ rows }: Hours): Drawing {
  const bar = (
    label: string,
    data: number[],
    colour: string,
    edge: string,
  ): ChartDataset<'bar'> => ({
    label,
    data,
    backgroundColor: colour,
    borderColor: edge,
    borderWidth: 1,
  })
  return ink => ({
    type: 'bar',
    data: {
      labels: rows.map(row => String(row.hour)),
      datasets: [
        bar(
          'Seen',
          rows.map(row => row.seen),
          '#2878b8',
          ink('edge'),
        ),
        bar(
          'Not seen',
          rows.map(row => row.calls - row.seen),
          ink('raised'),
          ink('edge'),
        ),
      ],
    },
    options: {
      ...plain(ink),
      scales: {
        x: { ...axis(ink, 'hour of the day'), stacked: true },
        y: { ...axis(ink, 'calls'), stacked: true },
      },
    },
  })
}

/** Every place by how much is asked of it and how much it is watched. */
export function dots({ places }: Equity): Drawing {
  const points = (more: boolean) =>
    places.dots
      .filter(([watched, wanted]) => watched - wanted >= 0.25 === more)
      .map(([watched, wanted]) => ({ x: wanted, y: watched }))
  return ink => ({
    type: 'scatter',
    data: {
      datasets: [
        {
          label: 'Watched more than is asked',
          data: points(true),
          backgroundColor: ink('amber'),
          pointStyle: 'triangle',
          radius: 5,
        },
        {
          label: 'Other places',
          data: points(false),
          backgroundColor: '#2878b8',
          borderColor: ink('edge'),
          radius: 3,
        },
      ],
    },
    options: {
      ...plain(ink),
      scales: {
        x: { ...axis(ink, 'asked for, by rank'), min: 0, max: 1 },
        y: { ...axis(ink, 'watched, by rank'), min: 0, max: 1 },
      },
    },
  })
}

function stack(
  label: string,
  rows: District[],
  rank: number,
  colour: string,
  edge: string,
): ChartDataset<'bar'> {
  return {
    label,
    data: rows.map(row => (row.area_m2 ? (100 * row.area_by_level[rank]!) / row.area_m2 : 0)),
    backgroundColor: colour,
    borderColor: edge,
    borderWidth: 1,
  }
}

function word(level: string): string {
  return level.charAt(0).toUpperCase() + level.slice(1)
}

function plain(ink: Ink) {
  return {
    animation: false as const,
    responsive: true,
    maintainAspectRatio: false,
    color: ink('fg'),
    plugins: {
      legend: { position: 'bottom' as const, labels: { color: ink('fg'), boxWidth: 14 } },
    },
  }
}

function axis(ink: Ink, title = '') {
  return {
    grid: { color: ink('line') },
    ticks: { color: ink('muted') },
    title: { display: title !== '', text: title, color: ink('muted') },
  }
}
