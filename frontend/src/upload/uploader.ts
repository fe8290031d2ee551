/** The form that sends files: picked or dropped, each with its progress and in the end its hash. */

import { Problem } from '../api'
import { must } from '../page'
import { say } from '../say'
import '../css/upload.css'
import { PartFields } from './part'
import { type Carrier, fingerprint, type Memory, type Progress, send } from './sending'

/** What is remembered lives as long as the browser lets it; without storage, as the page. */
function memory(): Memory {
  try {
    localStorage.setItem('upload', '')
    return localStorage
  } catch {
    const kept = new Map<string, string>()
    return {
      getItem: name => kept.get(name) ?? null,
      setItem: (name, value) => void kept.set(name, value),
      removeItem: name => void kept.delete(name),
    }
  }
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      removeEventListener('online', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    addEventListener('online', end)
    signal.addEventListener('abort', () => {
      end()
      reject(signal.reason)
    })
  })
}

/** Let a form that a browser without script would send in one go send its files in pieces. */
export function uploader(form: HTMLFormElement): void {
  const carrier: Carrier = {
    fetch: (url, init) => fetch(url, init),
    memory: memory(),
    rest,
    now: () => performance.now(),
  }
  const input = must<HTMLInputElement>('input[type=file]', form)
  const list = must('.files', form)
  const zone = must('.drop', form)
  const rows: Row[] = []

  const add = (files: Iterable<File>) => {
    for (const file of files) {
      const row = new Row(form, file, carrier)
      rows.push(row)
      list.append(row.element)
    }
  }
  form.noValidate = true
  input.required = false
  input.addEventListener('change', () => {
    add(input.files ?? [])
    input.value = ''
  })
  zone.addEventListener('dragover', event => {
    event.preventDefault()
    zone.classList.add('over')
  })
  zone.addEventListener('dragleave', () => zone.classList.remove('over'))
  zone.addEventListener('drop', event => {
    event.preventDefault()
    zone.classList.remove('over')
    add(event.dataTransfer?.files ?? [])
  })
  form.addEventListener('submit', async event => {
    event.preventDefault()
    const waiting = rows.filter(row => row.ready)
    if (!rows.length) input.click()
    // One after another: two at once on one line are each half as fast, and both are lost together.
    for (const row of waiting) await row.go()
  })
  addEventListener('beforeunload', event => {
    if (rows.some(row => row.busy)) event.preventDefault()
  })
}

class Row {
  readonly element = document.createElement('li')
  private readonly bar = document.createElement('progress')
  private readonly state = document.createElement('p')
  private readonly button = document.createElement('button')
  private aborting: AbortController | null = null
  private done = false
  private part: PartFields | null = null

  constructor(
    private readonly form: HTMLFormElement,
    private file: File,
    private readonly carrier: Carrier,
  ) {
    const name = document.createElement('strong')
    name.textContent = file.name
    this.bar.max = Math.max(file.size, 1)
    this.bar.value = 0
    this.bar.setAttribute('aria-label', file.name)
    this.button.type = 'button'
    this.button.hidden = true
    this.button.addEventListener('click', () => (this.aborting ? this.pause() : void this.go()))
    this.element.append(name, this.bar, this.state, this.button)
    const known = carrier.memory.getItem(fingerprint(this.announce, file))
    this.tell(`${size(file.size)} · ${this.word(known ? 'known' : 'ready')}`)
    if (!known && file.size) void this.offerPart()
  }

  /** Where a recording can be read here, a part of it may be all that leaves the house. */
  private async offerPart(): Promise<void> {
    const { lasting } = await import('./cutting')
    const seconds = await lasting(this.file)
    if (seconds <= 1 || !this.ready || this.file.name !== this.bar.getAttribute('aria-label'))
      return
    this.part = new PartFields(seconds, name => this.word(name), this.file.name)
    this.element.insertBefore(this.part.element, this.button)
  }

  /** Cut what is to be cut; false where the points do not make a part. */
  private async take(): Promise<boolean> {
    const wanted = this.part?.read()
    if (wanted === undefined) return true
    if (wanted === null) {
      this.tell(this.word('no-part'))
      return false
    }
    const { cut } = await import('./cutting')
    this.tell(this.word('cutting'))
    this.file = await cut(this.file, wanted)
    this.bar.max = Math.max(this.file.size, 1)
    must('strong', this.element).textContent = this.file.name
    this.part?.element.remove()
    this.part = null
    return true
  }

  get ready(): boolean {
    return !this.done && !this.aborting
  }

  get busy(): boolean {
    return this.aborting !== null
  }

  async go(): Promise<void> {
    if (!(await this.take())) return
    this.aborting = new AbortController()
    this.offer('pause')
    try {
      await send(
        this.file,
        { url: this.announce, headers: () => this.headers() },
        this.carrier,
        progress => this.show(progress),
        this.aborting.signal,
      )
    } catch (reason) {
      if (reason instanceof Problem) this.fail(reason)
      else if (!(reason instanceof DOMException)) throw reason
    } finally {
      this.aborting = null
    }
  }

  private pause(): void {
    this.aborting?.abort()
    this.tell(this.word('paused'))
    this.offer('go-on')
  }

  private fail(problem: Problem): void {
    this.element.dataset.state = 'failed'
    this.tell(`${this.word('failed')} ${problem.detail || problem.title}`)
    this.offer('retry')
    say(this.state.textContent ?? '')
  }

  private show(progress: Progress): void {
    this.element.dataset.state = progress.phase
    this.bar.value = progress.size ? progress.offset : 1
    if (progress.phase !== 'done') {
      const share = progress.size ? Math.floor((100 * progress.offset) / progress.size) : 100
      this.tell(`${share} % · ${this.word(progress.phase)}`)
      return
    }
    this.done = true
    this.bar.value = this.bar.max
    const words = [this.word(progress.again ? 'again' : 'received')]
    if (!progress.size) words.push(this.word('empty'))
    this.tell(words.join(' '))
    const hash = document.createElement('code')
    hash.textContent = progress.sha256 ?? ''
    this.element.append('SHA-256 ', hash)
    this.button.hidden = true
    say(`${this.file.name}: ${this.state.textContent}`)
    this.form.dispatchEvent(new CustomEvent('uploaded', { detail: progress, bubbles: true }))
  }

  private get announce(): string {
    return this.form.dataset.announce ?? ''
  }

  private headers(): Record<string, string> {
    const said = new FormData(this.form)
    const facts = {
      filename: this.file.name,
      device: `${said.get('device') ?? ''}`,
      clock_offset: clockOffset(said),
    }
    const pairs = Object.entries(facts).filter(([, value]) => value)
    return {
      'X-CSRFToken': `${said.get('csrfmiddlewaretoken') ?? ''}`,
      'Upload-Metadata': pairs.map(([name, value]) => `${name} ${base64(value)}`).join(','),
    }
  }

  private tell(words: string): void {
    this.state.textContent = words
  }

  private offer(word: string): void {
    this.button.hidden = false
    this.button.textContent = this.word(word)
    this.button.setAttribute('aria-label', `${this.word(word)}: ${this.file.name}`)
  }

  private word(name: string): string {
    return must(`[data-word="${name}"]`, this.form).textContent ?? ''
  }
}

/** Seconds the recorder's clock was ahead, as the form says; blank where it says nothing. */
export function clockOffset(said: FormData): string {
  const sign = { right: 0, ahead: 1, behind: -1 }[`${said.get('clock')}`]
  if (sign === undefined) return ''
  const part = (name: string) => Number(said.get(name) || 0)
  return `${sign * (part('clock_hours') * 3600 + part('clock_minutes') * 60 + part('clock_seconds')) || 0}`
}

function base64(words: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(words)))
}

function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB']
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1)
  return `${(bytes / 1000 ** power).toFixed(power ? 1 : 0)} ${units[power]}`
}
