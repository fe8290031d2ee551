/** Recruit here before you buy here: blocks to write to, and what that costs against cameras. */

import { html, nothing, type TemplateResult } from 'lit'
import type { Block, Recruit, Weight } from './told'
import { money, block as name, WEIGHT_NAMES } from './words'

export function recruiting(
  told: Recruit,
  weight: Weight,
  currency: string,
  chosen: Block | null,
  choose: (block: Block) => void,
): TemplateResult {
  return html`<section id="recruit" aria-labelledby="recruit-title">
    <h2 id="recruit-title">Recruit here before you buy here</h2>
    <p>
      Blocks where a camera at the door would show what nobody is known to see, by most
      ${WEIGHT_NAMES[weight]}. Of the addresses asked ${Math.round(100 * told.answering)} % are
      expected to register; at this level a house camera reaches ${told.reach_m.toFixed(0)} m.
    </p>
    ${
      told.buying_per_metre === null
        ? nothing
        : html`<p>Buying the sites proposed last costs <b>${money(told.buying_per_metre, currency)}</b> a metre of
          street over five years.</p>`
    }
    ${told.blocks.length ? table(told.blocks, currency, chosen, choose) : html`<p>No address here would show more street.</p>`}
    <p class="muted">
      Worked out from addresses, the agency's cameras and the shares published of blocks; who has
      registered already is not looked at.
    </p>
  </section>`
}

function table(
  blocks: Block[],
  currency: string,
  chosen: Block | null,
  choose: (block: Block) => void,
): TemplateResult {
  return html`<div class="wide" tabindex="0" role="region" aria-label="Table of blocks to ask">
    <table class="parts">
      <thead><tr>
        <th scope="col">Block</th><th scope="col">Addresses to ask</th><th scope="col">Expect</th>
        <th scope="col">Street</th><th scope="col">A metre, five years</th>
      </tr></thead>
      <tbody>${blocks.map(
        (block, n) => html`<tr>
          <th scope="row"><button type="button" class="link" aria-pressed=${block === chosen}
            @click=${() => choose(block)}>${name(block, n + 1)}</button></th>
          <td>${block.ask}</td>
          <td>${block.expect.toFixed(1)}</td>
          <td>${Math.round(block.gain.street)} m</td>
          <td>${block.per_metre === null ? '–' : money(block.per_metre, currency)}</td>
        </tr>`,
      )}</tbody>
    </table>
  </div>`
}
