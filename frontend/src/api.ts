/** Asking the server: JSON in and out, and its refusals in its own words. */

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>

export interface Fault {
  field: string
  message: string
}

/** The server, or the way to it, refused; `requestId` finds it in the log. */
export class Problem extends Error {
  override name = 'Problem'

  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail = '',
    readonly requestId = '',
    readonly errors: Fault[] = [],
  ) {
    super(detail || title)
  }

  /** Whether the same request may succeed a moment later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

export type Method = 'POST' | 'PATCH' | 'DELETE'

export interface Api {
  get<T>(path: string, signal?: AbortSignal): Promise<T>
  /** A read nobody asked for just now: it does not keep the session awake, and may say "unchanged". */
  poll<T>(path: string): Promise<T | null>
  /** `background`: nobody did it just now, as in `poll`. */
  send<T>(method: Method, path: string, body: unknown, background?: boolean): Promise<T>
}

export function makeApi(fetch: Fetch, cookies: () => string = () => document.cookie): Api {
  const tags = new Map<string, string>()

  async function ask(path: string, init: RequestInit): Promise<Response> {
    let response: Response
    try {
      response = await fetch(path, { credentials: 'same-origin', ...init })
    } catch (reason) {
      if (reason instanceof DOMException && reason.name === 'AbortError') throw reason
      throw new Problem(0, 'No answer from the server', 'Check the connection.')
    }
    if (response.ok || response.status === 304) return response
    throw await problemOf(response)
  }

  return {
    async get<T>(path: string, signal?: AbortSignal) {
      const response = await ask(path, signal ? { signal } : {})
      return (await response.json()) as T
    },
    async poll<T>(path: string) {
      const headers: Record<string, string> = { 'X-Background': '1' }
      const tag = tags.get(path)
      if (tag) headers['If-None-Match'] = tag
      const response = await ask(path, { headers })
      if (response.status === 304) return null
      const given = response.headers.get('ETag')
      if (given) tags.set(path, given)
      return (await response.json()) as T
    },
    async send<T>(method: Method, path: string, body: unknown, background = false) {
      const headers = {
        ...(background ? { 'X-Background': '1' } : {}),
        'Content-Type': 'application/json',
        'X-CSRFToken': csrf(cookies()),
        'Idempotency-Key': crypto.randomUUID(),
      }
      const response = await ask(path, { method, headers, body: JSON.stringify(body) })
      return (response.status === 204 ? null : await response.json()) as T
    },
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const requestId = response.headers.get('X-Request-Id') ?? ''
  if (response.headers.get('Content-Type')?.startsWith('application/problem+json')) {
    const told = (await response.json()) as { title: string; detail: string; errors?: Fault[] }
    return new Problem(response.status, told.title, told.detail, requestId, told.errors)
  }
  return new Problem(response.status, `The server answered ${response.status}`, '', requestId)
}

function csrf(cookies: string): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(cookies)?.[1] ?? ''
}
