/** A WebSocket that a test speaks through. */

export class Socket {
  static last: Socket

  static make(url: string): WebSocket {
    return new Socket(url) as unknown as WebSocket
  }

  readyState: number = WebSocket.OPEN
  sent: string[] = []
  onopen?: () => void
  onmessage?: (message: { data: unknown }) => void
  onclose?: (end: { code: number; reason: string }) => void
  constructor(readonly url: string) {
    Socket.last = this
  }
  send(words: string) {
    this.sent.push(words)
  }
  close() {
    this.readyState = WebSocket.CLOSED
  }
  says(words: object) {
    this.onmessage?.({ data: JSON.stringify(words) })
  }
  ends(code: number, reason = '') {
    this.readyState = WebSocket.CLOSED
    this.onclose?.({ code, reason })
  }
}
