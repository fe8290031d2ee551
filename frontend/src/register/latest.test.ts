import { beforeEach, expect, test, vi } from 'vitest'
import { latest } from './latest'

interface Asked {
  question: number
  give: (answer: string) => void
  refuse: (why: Error) => void
}

let asked: Asked[] = []
let taken: [answer: string, newest: boolean][] = []
let failed: unknown[] = []

function asker() {
  return latest<number, string>(
    question => new Promise((give, refuse) => asked.push({ question, give, refuse })),
    (answer, newest) => taken.push([answer, newest]),
    reason => failed.push(reason),
  )
}

beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  taken = []
  failed = []
})

test('of many questions in a moment only the last is asked', async () => {
  const { ask } = asker()
  for (const question of [1, 2, 3]) ask(question)
  await vi.advanceTimersByTimeAsync(0)
  expect(asked.map(each => each.question)).toEqual([3])
  asked[0]!.give('yes')
  await vi.advanceTimersByTimeAsync(0)
  expect(taken).toEqual([['yes', true]])
})

test('one is under way at a time, and the newest answer comes last', async () => {
  const { ask } = asker()
  ask(1)
  await vi.advanceTimersByTimeAsync(0)
  ask(2)
  ask(3)
  await vi.advanceTimersByTimeAsync(500)
  expect(asked).toHaveLength(1)
  asked[0]!.give('old')
  await vi.advanceTimersByTimeAsync(500)
  expect(asked.map(each => each.question)).toEqual([1, 3])
  asked[1]!.give('new')
  await vi.advanceTimersByTimeAsync(0)
  expect(taken).toEqual([
    ['old', false],
    ['new', true],
  ])
})

test('questions keep their distance however fast the answers come', async () => {
  const { ask } = asker()
  for (let ms = 0; ms < 1000; ms += 20) {
    ask(ms)
    await vi.advanceTimersByTimeAsync(20)
    asked.at(-1)!.give('yes')
  }
  expect(asked.length).toBeLessThanOrEqual(6)
})

test('a refusal is heard only of the newest question', async () => {
  const { ask } = asker()
  ask(1)
  await vi.advanceTimersByTimeAsync(0)
  ask(2)
  asked[0]!.refuse(new Error('old'))
  await vi.advanceTimersByTimeAsync(500)
  asked[1]!.refuse(new Error('new'))
  await vi.advanceTimersByTimeAsync(0)
  expect(failed).toEqual([new Error('new')])
})

test('what was dropped is not heard', async () => {
  const { ask, drop } = asker()
  ask(1)
  await vi.advanceTimersByTimeAsync(0)
  drop()
  asked[0]!.give('yes')
  await vi.advanceTimersByTimeAsync(0)
  expect(taken).toEqual([])
})
