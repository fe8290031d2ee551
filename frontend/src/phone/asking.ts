/** The dialog that hands a caller their link: to read out, to copy, as a code, by mail. */

import { html, nothing, render } from 'lit'
import { type Api, Problem } from '../api'
import { must } from '../page'

interface Asked {
  link: string
  code: string
  expires_at: string
}

/** Ask how, make the link, show it; done when the dialog closes. */
export async function askForVideo(api: Api, incident: string): Promise<void> {
  const dialog = must<HTMLDialogElement>('#asking')
  const body = must('#asking .body')
  let asked: Asked | null = null
  let words = ''
  let mailed = ''

  async function make(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const email = must<HTMLInputElement>('#asking-email').value.trim()
    try {
      const path = `/api/incidents/${incident}/phones`
      asked = await api.send<Asked>('POST', path, email ? { email } : {})
      words = ''
      mailed = email
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      words = problem.errors[0]?.message ?? problem.message
    }
    show()
  }

  async function copy(link: string): Promise<void> {
    const field = must<HTMLInputElement>('#asking-link')
    try {
      await navigator.clipboard.writeText(link)
      words = 'Copied'
    } catch {
      field.select() // a page without https may not copy by itself
      words = 'Press Ctrl-C to copy'
    }
    show()
  }

  function show(): void {
    render(asked ? given(asked) : form(), body)
  }

  function form() {
    return html`
      <p>The caller gets a link that works once. Nothing is sent before they agree.</p>
      <form @submit=${make}>
        <label class="field">
          <span class="label">E-mail the link too (optional)</span>
          <input id="asking-email" type="email" maxlength="254" autocomplete="off" />
        </label>
        ${words ? html`<p class="fault" role="alert">${words}</p>` : nothing}
        <button type="submit" class="main">Make the link</button>
      </form>
    `
  }

  function given({ link, code, expires_at }: Asked) {
    const until = new Date(expires_at).toLocaleTimeString([], { timeStyle: 'short' })
    return html`
      <p>Works once, until ${until}.${mailed ? ` It goes to ${mailed} as well.` : nothing}</p>
      <img class="code" src=${code} alt="The link as a code to scan" />
      <div class="row">
        <input id="asking-link" type="text" readonly aria-label="The link" .value=${link} />
        <button type="button" class="main" @click=${() => copy(link)}>Copy</button>
      </div>
      <p role="status">${words}</p>
    `
  }

  show()
  dialog.showModal()
  await new Promise(closed => dialog.addEventListener('close', closed, { once: true }))
  render(nothing, body) // the link stays on no screen
}
