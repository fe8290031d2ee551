import { expect, test } from 'vitest'
import { type Api, Problem } from '../api'
import { path } from './code'
import { Pocket, type Store } from './pocket'
import { type Door, finished, type Mark, noted, type Walk } from './walk'

const door = (id: string, outcome = ''): Door => ({
  id,
  turn: 1,
  address: `${id} Elm Street`,
  at: [0, 0],
  outcome,
  note: '',
  marked_at: null,
  give: null,
})
const mark = (door: string, outcome: string): Mark => ({
  door,
  outcome,
  note: '',
  at: '2026-05-03T10:00:00Z',
})

function memory(): Store {
  const kept = new Map<string, string>()
  return {
    getItem: name => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: name => void kept.delete(name),
  }
}

function server(refusal: () => Problem | null, sent: unknown[] = []): Api {
  const answer = async <T>(body: unknown, given: T): Promise<T> => {
    const problem = refusal()
    if (problem) throw problem
    sent.push(body)
    return given
  }
  return {
    get: <T>() => answer(null, { id: 'w', doors: [] } as T),
    poll: <T>() => answer(null, null as T | null),
    send: <T>(_: string, __: string, body: unknown) => answer(body, { news: 1 } as T),
  }
}

test('what was noted here lies over what the server knows, but nothing takes back what was sent', () => {
  const doors = noted([door('1'), door('2', 'uploaded')], [mark('1', 'none'), mark('2', 'none')])
  expect(doors.map(each => each.outcome)).toEqual(['none', 'uploaded'])
  expect(doors.map(finished)).toEqual([true, true])
  expect(finished(door('3', 'call_back'))).toBe(false)
})

test('notes wait while there is no line and are sent once when there is', async () => {
  let away = true
  const sent: unknown[] = []
  const api = server(() => (away ? new Problem(0, 'No answer') : null), sent)
  const pocket = new Pocket('w', memory(), api)
  pocket.note(mark('1', 'none'))
  pocket.note(mark('1', 'preserved'))
  expect(await pocket.send()).toBe('waiting')
  expect(pocket.marks).toEqual([mark('1', 'preserved')])
  away = false
  expect(await pocket.send()).toBe('sent')
  expect(sent).toEqual([{ marks: [mark('1', 'preserved')] }])
  expect(pocket.marks).toEqual([])
  expect(await pocket.send()).toBe('sent')
  expect(sent).toHaveLength(1)
})

test('a session that was locked keeps the notes, and a walk that is over says so', async () => {
  let status = 401
  const pocket = new Pocket(
    'w',
    memory(),
    server(() => new Problem(status, 'No')),
  )
  pocket.note(mark('1', 'none'))
  expect(await pocket.send()).toBe('signed-out')
  expect(pocket.marks).toHaveLength(1)
  status = 409
  expect(await pocket.send()).toBe('over')
  pocket.empty()
  expect(pocket.marks).toEqual([])
})

test('the walk is there without a line once it was taken along', async () => {
  const store = memory()
  await new Pocket(
    'w',
    store,
    server(() => null),
  ).fetch()
  const later = new Pocket(
    'w',
    store,
    server(() => new Problem(0, 'No answer')),
  )
  expect(await later.fetch()).toBe('waiting')
  expect((later.walk as Walk).id).toBe('w')
})

test('what was sent stays on the phone as it was noted', async () => {
  const store = memory()
  store.setItem('canvass:w:walk', JSON.stringify({ id: 'w', doors: [door('1')] }))
  const pocket = new Pocket(
    'w',
    store,
    server(() => null),
  )
  pocket.note(mark('1', 'none'))
  expect(await pocket.send()).toBe('sent')
  expect(pocket.walk?.doors[0]?.outcome).toBe('none')
})

test('a code is drawn square by square', () => {
  // 0b1_0110_1001 in nine bits, so seven spare ones come first
  const code = { url: '', size: 3, squares: btoa(String.fromCharCode(0b1, 0b01101001)) }
  // 101
  // 101
  // 001
  expect(path(code)).toBe('M4 4h1v1h-1zM6 4h1v1h-1zM4 5h1v1h-1zM6 5h1v1h-1zM6 6h1v1h-1z')
})
