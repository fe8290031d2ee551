/** Keeps the walk's page on the phone: the network first, and without one what was kept. */

// TypeScript knows a page's globals only; these are a service worker's.
interface Waits extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Asked extends Event {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Here {
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  addEventListener(name: 'install' | 'activate', heard: (event: Waits) => void): void
  addEventListener(name: 'message', heard: (event: Waits & MessageEvent) => void): void
  addEventListener(name: 'fetch', heard: (event: Asked) => void): void
}

const here = self as unknown as Here
const KEPT = 'canvass'

here.addEventListener('install', event => event.waitUntil(here.skipWaiting()))
here.addEventListener('activate', event => event.waitUntil(here.clients.claim()))
here.addEventListener('message', event => {
  const { keep } = event.data as { keep: string[] }
  event.waitUntil(caches.open(KEPT).then(cache => cache.addAll(keep)))
})
here.addEventListener('fetch', event => {
  const { request } = event
  const { pathname } = new URL(request.url)
  // what the walk says comes from the page's own pocket, never from here
  if (request.method !== 'GET' || pathname.startsWith('/api/')) return
  event.respondWith(answer(request))
})

async function answer(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (away) {
    const kept = await caches.match(request, { ignoreVary: true })
    if (kept) return kept
    throw away
  }
}
