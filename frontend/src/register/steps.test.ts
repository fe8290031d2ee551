// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest'
import { Steps } from './steps'

const WORDS = {
  step: '{n} of {of}',
  next: 'Next',
  back: 'Back',
  look_again: 'Again',
  missing: 'Needed',
  email: 'No address',
  between: '{least} to {most}',
}
let steps: Steps
let shown: string[]
let placeless: boolean

beforeEach(() => {
  document.body.innerHTML = `<form>
    <fieldset id="step-place"><legend>Where</legend><input id="id_q" name="q"></fieldset>
    <fieldset id="step-you"><legend>Who</legend>
      <label for="id_email">E-mail:</label>
      <input id="id_email" name="email" type="email" required></fieldset>
    <button value="send">Send</button></form>`
  window.scrollTo = () => {}
  shown = []
  placeless = false
  const form = document.querySelector('form')!
  steps = new Steps(form, form.querySelector('button')!, WORDS, {
    faults: step =>
      step === 'step-place' && placeless ? [{ id: 'id_q', message: 'No place' }] : [],
    shown: step => shown.push(step),
  })
  steps.begin(0, false)
})

const box = () => document.querySelector('#faults')

test('one step is shown at a time, its legend says which and has the focus', () => {
  expect(steps.next()).toBe(true)
  expect(shown).toEqual(['step-place', 'step-you'])
  expect(document.querySelector<HTMLElement>('#step-place')?.hidden).toBe(true)
  expect(document.activeElement?.textContent).toBe('2 of 2 Who')
  expect(location.hash).toBe('#step-you')
  expect(steps.last).toBe(true)
})

test('a step with a fault is not left, and the list leads to the field', () => {
  placeless = true
  expect(steps.next()).toBe(false)
  expect(steps.now).toBe(0)
  expect(document.activeElement).toBe(box())
  box()!.querySelector('a')!.click()
  expect(document.activeElement?.id).toBe('id_q')
  steps.clear()
  expect(box()).toBeNull()
})

test('what the browser finds wrong is said in our words, at the field too', () => {
  steps.next()
  expect(steps.next()).toBe(false)
  expect(box()?.textContent).toContain('E-mail: Needed')
  const field = document.querySelector<HTMLInputElement>('#id_email')!
  expect(field.ariaInvalid).toBe('true')
  expect(field.getAttribute('aria-describedby')).toBe('id_email_error')
  field.value = 'nobody'
  expect(steps.next()).toBe(false)
  expect(box()?.textContent).toContain('No address')
  field.value = 'ana@example.org'
  expect(steps.next()).toBe(true)
  expect(document.querySelector('.fault')).toBeNull()
})

test('what the server refused decides where to begin', () => {
  expect(steps.faulty()).toBe(1) // no field is named: the last step
  document.querySelector('#id_q')!.ariaInvalid = 'true'
  expect(steps.faulty()).toBe(0)
})
