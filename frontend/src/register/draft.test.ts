// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest'
import { forget, keep, kept, restore } from './draft'

const NOW = 1_000_000

function form(): HTMLFormElement {
  document.body.innerHTML = `<form>
    <input type="hidden" name="csrfmiddlewaretoken" value="secret">
    <input type="hidden" name="submission" value="one">
    <input type="hidden" name="altcha" value="work">
    <input name="email">
    <input type="radio" name="preset" value="doorbell" checked>
    <input type="radio" name="preset" value="ptz">
    <input type="checkbox" name="indoor" value="1">
    <input type="checkbox" name="consent" value="on">
    <input type="hidden" name="consent_version" value="of today">
    <select name="direction"><option value="">?</option><option value="n">N</option></select>
  </form>`
  return document.querySelector('form')!
}

const field = (name: string) => document.querySelector<HTMLInputElement>(`[name=${name}]`)!

beforeEach(() => sessionStorage.clear())

test('what was filled in is filled in again, ticks and all', () => {
  const filled = form()
  field('email').value = 'ana@example.org'
  document.querySelector<HTMLInputElement>('[value=ptz]')!.checked = true
  field('indoor').checked = true
  field('consent').checked = true
  document.querySelector('select')!.value = 'n'
  keep({ step: 2, goesOn: false }, filled, sessionStorage, NOW)
  const anew = form()
  const draft = kept(sessionStorage, NOW)!
  restore(draft, anew)
  expect(draft.step).toBe(2)
  const given = Object.fromEntries(new FormData(anew))
  expect(given).toMatchObject({
    email: 'ana@example.org',
    preset: 'ptz',
    indoor: '1',
    direction: 'n',
  })
  expect(given).not.toHaveProperty('consent') // to be read and ticked again
})

test('what belongs to one loading of the page is not kept', () => {
  keep({ step: 0, goesOn: false }, form(), sessionStorage, NOW)
  expect(JSON.stringify(kept(sessionStorage, NOW))).not.toMatch(/secret|work|submission|today/)
})

test('a draft is forgotten when it was sent, and after a day', () => {
  keep({ step: 0, goesOn: false }, form(), sessionStorage, NOW)
  expect(kept(sessionStorage, NOW + 25 * 3600_000)).toBeNull()
  keep({ step: 0, goesOn: false }, form(), sessionStorage, NOW)
  forget(sessionStorage)
  expect(kept(sessionStorage, NOW)).toBeNull()
})

test('without a store nothing is kept and nothing breaks', () => {
  const none = { setItem: refuse, getItem: refuse, removeItem: refuse } as unknown as Storage
  keep({ step: 0, goesOn: false }, form(), none, NOW)
  expect(kept(none, NOW)).toBeNull()
  forget(none)
})

function refuse(): never {
  throw new DOMException('Not allowed', 'SecurityError')
}
