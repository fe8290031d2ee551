import { expect, test } from 'vitest'
import { forget, keep, kept, keyOf } from './draft'
import { History } from './history'

test('every act is taken back and done again', () => {
  const history = new History(0)
  history.commit(1, 'turn a', 0)
  history.commit(2, 'turn b', 10)
  expect([history.undo(), history.now, history.undo(), history.undo()]).toEqual([
    ...[true, 1, true, false],
  ])
  expect([history.redo(), history.now]).toEqual([true, 1])
  history.commit(9, 'turn a', 20)
  expect([history.now, history.redoable]).toEqual([9, false])
})

test('what a hand does without a pause is one act', () => {
  const history = new History(0)
  for (const at of [1, 2, 3]) history.commit(at, 'turn a', at * 100)
  history.commit(4, 'turn a', 2000)
  expect([history.undo(), history.now, history.undo(), history.now]).toEqual([true, 3, true, 0])
})

test('after an undo the same gesture begins anew', () => {
  const history = new History(0)
  history.commit(1, 'turn a', 0)
  history.commit(2, 'turn b', 10)
  history.undo()
  history.commit(3, 'turn b', 20)
  expect([history.undo(), history.now]).toEqual([true, 1])
})

class Store {
  #kept = new Map<string, string>()
  getItem = (key: string) => this.#kept.get(key) ?? null
  setItem = (key: string, value: string) => void this.#kept.set(key, value)
  removeItem = (key: string) => void this.#kept.delete(key)
}

test('a draft is its version’s and its planner’s, and a week old at most', () => {
  const store = new Store() as unknown as Storage
  const mine = keyOf('Ann', 'study', '', 0)
  const act = { op: 'remove' as const, camera: 'a', values: {} }
  keep(mine, [act], store, 0)
  expect(kept(mine, store, 1000)).toEqual([act])
  expect(kept(keyOf('Bo', 'study', '', 0), store, 1000)).toBeNull()
  expect(kept(keyOf('Ann', 'study', '', 1), store, 1000)).toBeNull()
  expect(kept(mine, store, 8 * 24 * 3600_000)).toBeNull()
  forget(mine, store)
  expect(kept(mine, store, 1000)).toBeNull()
})
