import { expect, test, vi } from 'vitest'
import { type Challenge, Proof } from './proof'

vi.mock('altcha/workers/pbkdf2?worker&url', () => ({ default: '' }))
vi.mock('altcha/workers/sha?worker&url', () => ({ default: '' }))

const challenge = (expiresAt: number): Challenge => ({
  parameters: { algorithm: 'PBKDF2/SHA-256', expiresAt },
  signature: 'ours',
})
const solution = { counter: 7, derivedKey: '00ff' }

test('the work begins early, is done once, and says what it solved', async () => {
  const load = vi.fn(async () => challenge(5000))
  const proof = new Proof(
    load,
    async () => solution,
    () => 0,
  )
  proof.begin()
  proof.begin()
  const sent = JSON.parse(atob(await proof.payload()))
  expect(sent).toEqual({ challenge: challenge(5000), solution })
  expect(load).toHaveBeenCalledTimes(1)
})

test('each proof is sent once', async () => {
  const load = vi.fn(async () => challenge(5000))
  const proof = new Proof(
    load,
    async () => solution,
    () => 0,
  )
  await proof.payload()
  await proof.payload()
  expect(load).toHaveBeenCalledTimes(2)
})

test('a proof that lapsed while somebody thought is made anew', async () => {
  let now = 0
  const load = vi.fn(async () => challenge(now / 1000 + 600))
  const proof = new Proof(
    load,
    async () => solution,
    () => now,
  )
  proof.begin()
  await proof.payload()
  now = 590_000
  expect(JSON.parse(atob(await proof.payload())).challenge.parameters.expiresAt).toBe(1190)
  expect(load).toHaveBeenCalledTimes(2)
})

test('where no proof can be made the form goes without', async () => {
  const refused = new Proof(async () => {
    throw new Error('no line')
  })
  expect(await refused.payload()).toBe('')
  const unsolved = new Proof(
    async () => challenge(5000),
    async () => null,
  )
  expect(await unsolved.payload()).toBe('')
})
