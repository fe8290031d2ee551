/** The hexagons on the screen as a table: what the map shows, for those who read. */

import { html, render, type TemplateResult } from 'lit'
import { must } from '../page'
import type { StudyMap } from './map'
import { reasonOf } from './palette'
import type { Hexagon } from './study'

const MOST = 200

export class InView {
  constructor(
    private readonly drawn: StudyMap,
    private readonly levels: string[],
    private readonly ask: (hexagon: [Hexagon, GeoJSON.Geometry]) => void,
  ) {
    drawn.map.on('idle', () => this.#draw())
    must('#in-view').addEventListener('toggle', () => this.#draw())
  }

  #draw(): void {
    const box = must<HTMLDetailsElement>('#in-view')
    if (!box.open) return
    const found = [...this.drawn.hexagons().values()].sort(([a], [b]) => a.share - b.share)
    const shown = found.slice(0, MOST)
    render(
      html`
        <p class="muted">${heading(found.length)}</p>
        <table class="parts">
          <thead>
            <tr><th scope="col">Hexagon</th><th scope="col">Seen</th><th scope="col">Cameras</th><th scope="col">Level or reason</th></tr>
          </thead>
          <tbody>${shown.map(each => this.#row(each))}</tbody>
        </table>
      `,
      must('.body', box),
    )
  }

  #row(each: [Hexagon, GeoJSON.Geometry]): TemplateResult {
    const [hexagon] = each
    return html`<tr>
      <th scope="row">
        <button type="button" class="link" @click=${() => this.ask(each)}>${short(hexagon.cell)}</button>
      </th>
      <td>${Math.round(100 * hexagon.share)} %</td>
      <td>${hexagon.cameras}</td>
      <td>${this.levels[hexagon.level - 1] ?? reasonOf(hexagon.reason)?.words ?? ''}</td>
    </tr>`
  }
}

export function heading(count: number): string {
  if (!count) return 'No hexagon of the study is in view.'
  if (count <= MOST) return `${count} in view, those seen least first.`
  return `The ${MOST} seen least of ${count} in view. Zoom in to see fewer.`
}

/** Neighbours begin alike, and all of one resolution end in the same digits: what tells them apart. */
function short(cell: string): string {
  return cell.replace(/f+$/, '').slice(-6)
}
