/** What is told of the camera under its picture. */

import { html, type TemplateResult } from 'lit'
import { wind } from '../geo'
import { type Camera, SEES_WORDS } from '../incident/camera'
import { capital } from '../incident/panel'
import { kindOf } from '../kinds'

export function facts(camera: Camera): TemplateResult {
  const told: [string, string][] = [
    ['Why', capital(camera.why)],
    ['Sight', capital(SEES_WORDS[camera.sees])],
    ['Kind', `${kindOf(camera.kind).name}, ${camera.form}`],
    ['Distance', `${Math.round(camera.distance)} m ${wind(camera.bearing)} of the call`],
    ['Detail there', camera.level ? capital(camera.level) : 'Too coarse to detect a person'],
    ['Access', capital(camera.accessReason || 'Open')],
  ]
  return html`<details class="more">
    <summary>About this camera</summary>
    <dl>${told.map(([name, words]) => html`<dt>${name}</dt><dd>${words}</dd>`)}</dl>
  </details>`
}
