/** The same cameras as a list: everything the map shows, in words. */

import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { wind } from '../geo'
import { kindOf } from '../kinds'
import { type Camera, SEES_WORDS, seesPoint } from './camera'
import { type Asked, askLine, type OwnerEvents } from './owners'
import { capital } from './panel'
import type { Status } from './status'

export interface ListEvents {
  hot(id: string | null): void
  pick(id: string): void
}

export function cameraList(
  cameras: Camera[],
  statuses: Map<string, Status>,
  asked: Asked[],
  hot: string | null,
  on: ListEvents & OwnerEvents,
): TemplateResult {
  const byCamera = new Map(asked.map(each => [each.camera, each]))
  return html`<ol class="cameras" aria-label="Cameras, best first">
    ${repeat(
      cameras,
      camera => camera.id,
      camera =>
        row(camera, statuses.get(camera.id), byCamera.get(camera.id), camera.id === hot, on),
    )}
  </ol>`
}

function row(
  camera: Camera,
  status: Status | undefined,
  asked: Asked | undefined,
  hot: boolean,
  on: ListEvents & OwnerEvents,
): TemplateResult {
  const kind = kindOf(camera.kind)
  return html`<li class="${hot ? 'on' : ''} ${seesPoint(camera) ? 'sees' : ''}">
    <button
      type="button"
      data-row=${camera.id}
      @click=${() => on.pick(camera.id)}
      @focus=${() => on.hot(camera.id)}
      @blur=${() => on.hot(null)}
      @pointerenter=${() => on.hot(camera.id)}
      @pointerleave=${() => on.hot(null)}
    >
      <b class="no kind-${camera.kind}">${camera.no}</b>
      <span class="name">${camera.name}</span>
      <span class="state" data-look=${status?.look ?? 'waiting'}>${status?.words ?? ''}</span>
      <span class="line">
        ${capital(camera.why || SEES_WORDS[camera.sees])}
        <span class="muted">· ${kind.name} ${camera.number} · ${wind(camera.bearing)}</span>
      </span>
      ${status?.reason ? html`<span class="line reason">${capital(status.reason)}</span>` : nothing}
    </button>
    ${askLine(asked, camera.name, on)}
  </li>`
}
