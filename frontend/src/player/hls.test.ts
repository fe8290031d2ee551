// @vitest-environment jsdom
import type Hls from 'hls.js'
import { expect, test, vi } from 'vitest'
import { Listed } from './hls'

type Config = { enableWorker: boolean; xhrSetup(xhr: XMLHttpRequest): void }

class Player {
  static last: Player | undefined
  static can = true
  static Events = { ERROR: 'error', MEDIA_ATTACHED: 'attached' }
  static isSupported = () => Player.can
  heard: Record<string, (name: string, told: { fatal: boolean }) => void> = {}
  attachMedia = vi.fn()
  loadSource = vi.fn()
  destroy = vi.fn()

  constructor(readonly config: Config) {
    Player.last = this
  }

  on(name: string, hear: (name: string, told: { fatal: boolean }) => void): void {
    this.heard[name] = hear
  }
}

async function played() {
  Player.last = undefined
  let pass = 'first'
  const video = document.createElement('video')
  const [came, broken] = [vi.fn(), vi.fn()]
  const module = { default: Player as unknown as typeof Hls }
  const load = () => new Promise<typeof module>(done => setTimeout(() => done(module)))
  const list = { url: 'http://centre/hls/c/name', pass: () => pass }
  const listed = new Listed(video, list, came, broken, load)
  const settled = () => new Promise(done => setTimeout(done))
  return { listed, video, came, broken, settled, renew: () => (pass = 'second') }
}

test('each request shows the pass the line has then, and in a header', async () => {
  const { settled, renew } = await played()
  await settled()
  const header = vi.fn()
  const xhr = { setRequestHeader: header } as unknown as XMLHttpRequest
  Player.last!.config.xhrSetup(xhr)
  renew()
  Player.last!.config.xhrSetup(xhr)
  expect(header.mock.calls).toEqual([
    ['Authorization', 'Bearer first'],
    ['Authorization', 'Bearer second'],
  ])
  expect(Player.last!.loadSource).toHaveBeenCalledWith('http://centre/hls/c/name')
  expect(Player.last!.config.enableWorker).toBe(false)
})

test('only what ends it is told, and a newer picture is', async () => {
  const { settled, broken, came, video } = await played()
  await settled()
  Player.last!.heard.error!('error', { fatal: false })
  expect(broken).not.toHaveBeenCalled()
  Player.last!.heard.error!('error', { fatal: true })
  expect(broken).toHaveBeenCalledOnce()
  video.dispatchEvent(new Event('timeupdate'))
  expect(came).toHaveBeenCalledOnce()
})

test('one that was ended before it was there never begins', async () => {
  const { listed, settled, came, video } = await played()
  listed.end()
  await settled()
  expect(Player.last).toBeUndefined()
  video.dispatchEvent(new Event('timeupdate'))
  expect(came).not.toHaveBeenCalled()
})

test('ended, it lets the video go', async () => {
  const { listed, settled } = await played()
  await settled()
  listed.end()
  expect(Player.last!.destroy).toHaveBeenCalledOnce()
})

test('a browser that builds no films is told of', async () => {
  Player.can = false
  const { settled, broken } = await played()
  await settled()
  expect(broken).toHaveBeenCalledOnce()
  Player.can = true
})
