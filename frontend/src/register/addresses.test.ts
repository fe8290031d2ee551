// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest'
import { type Address, Addresses } from './addresses'

const FOUND: Address[] = [1, 2, 3].map(n => ({
  id: String(n),
  name: `${n} Main Street`,
  place: [n, 0],
}))
const WORDS = { found: '{n} found', one: 'one', none: 'none', unfound: 'failed' }
let chosen: string[]
let said: string[]
let answer: Address[]
let input: HTMLInputElement

beforeEach(() => {
  vi.useFakeTimers()
  document.body.innerHTML = '<form><label for="q">Address</label><input id="q" name="q"></form>'
  input = document.querySelector('input')!
  chosen = []
  said = []
  answer = FOUND
  new Addresses(
    input,
    async () => answer,
    address => chosen.push(address.name),
    words => said.push(words),
    WORDS,
  )
})

async function type(words: string): Promise<void> {
  input.value = words
  input.dispatchEvent(new Event('input'))
  await vi.advanceTimersByTimeAsync(500)
}

function press(key: string): void {
  input.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true }))
}

const active = () => {
  const id = input.getAttribute('aria-activedescendant')
  return id ? document.getElementById(id)?.textContent : null
}

test('three letters open the list, and how many there are is said', async () => {
  await type('ma')
  expect(input.ariaExpanded).toBe('false')
  await type('mai')
  expect(input.ariaExpanded).toBe('true')
  expect(said).toEqual(['3 found'])
})

test('the arrows go round, Enter takes one and closes the list', async () => {
  await type('main')
  press('ArrowUp')
  expect(active()).toBe('3 Main Street')
  press('ArrowDown')
  press('ArrowDown')
  expect(active()).toBe('2 Main Street')
  press('Enter')
  expect(chosen).toEqual(['2 Main Street'])
  expect(input.value).toBe('2 Main Street')
  expect(input.ariaExpanded).toBe('false')
})

test('Enter alone takes the first, Escape takes none', async () => {
  await type('main')
  press('Escape')
  expect(input.ariaExpanded).toBe('false')
  press('Enter')
  expect(chosen).toEqual([])
  await type('main s')
  press('Enter')
  expect(chosen).toEqual(['1 Main Street'])
})

test('a list that comes after the field was left stays closed', async () => {
  input.value = 'main'
  input.dispatchEvent(new Event('input'))
  input.dispatchEvent(new Event('blur'))
  await vi.advanceTimersByTimeAsync(500)
  expect(input.ariaExpanded).toBe('false')
})

test('that nothing was found is said', async () => {
  answer = []
  await type('nowhere')
  expect(said).toEqual(['none'])
  expect(input.ariaExpanded).toBe('false')
})
