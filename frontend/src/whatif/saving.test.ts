// @vitest-environment jsdom
import { render } from 'lit'
import { expect, test, vi } from 'vitest'
import { Problem } from '../api'
import type { Change } from './plan'
import { Saving } from './saving'
import type { Facts, Scenario, Server } from './server'

const ACT: Change = { op: 'remove', camera: 'a', values: {} }
const FACTS = { study: { id: 's' } } as Facts
const SCENARIO: Scenario = { id: 'x', name: 'Corner', study: 's', author: 'Ann', versions: [] }

function shown(server: Partial<Server>) {
  const saved = vi.fn()
  const saving = new Saving(server as Server, FACTS, () => 1, saved)
  const draw = () => render(saving.form(SCENARIO, [ACT], draw), document.body)
  draw()
  const name = document.querySelector<HTMLInputElement>('[name=version]')!
  name.value = 'Mine'
  return { saved, press: (what: string) => document.querySelector<HTMLElement>(what)!.click() }
}

test('who saves second is told who was first, and saves beside it', async () => {
  const stale = new Problem(409, 'Somebody saved before you', 'Bo saved version 2', '', [
    { field: 'base', message: '2' },
  ])
  const save = vi.fn().mockRejectedValueOnce(stale).mockResolvedValueOnce({})
  const scenario = vi.fn().mockResolvedValue(SCENARIO)
  const { saved, press } = shown({ save, scenario })
  press('button[type=submit]')
  await vi.waitFor(() => expect(document.querySelector('#conflict')).not.toBeNull())
  expect(document.querySelector('#conflict')!.textContent).toContain('Bo saved version 2')
  expect(saved).not.toHaveBeenCalled()
  press('#aside')
  await vi.waitFor(() => expect(saved).toHaveBeenCalledWith(SCENARIO))
  expect(save.mock.lastCall).toEqual(['x', { base: 1, name: 'Mine', changes: [ACT], aside: true }])
})

test('what the server cannot take stays on the page with its reason', async () => {
  const save = vi.fn().mockRejectedValue(new Problem(422, 'Not possible', 'No such camera'))
  const { press } = shown({ save })
  press('button[type=submit]')
  await vi.waitFor(() => expect(document.querySelector('.trouble')).not.toBeNull())
  expect(document.querySelector<HTMLInputElement>('[name=version]')!.value).toBe('Mine')
})
