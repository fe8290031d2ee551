/** The phone's own senses: its back camera as JPEG, its place, and the way it looks. */

import { type Held, type Look, lookOf } from './heading'
import type { Place } from './sender'

const WIDE = 640
const QUALITY = 0.6

/** Ask for the camera, without sound. */
export async function openCamera(into: HTMLVideoElement): Promise<MediaStream> {
  const video = { facingMode: 'environment', width: { ideal: 1280 }, frameRate: { ideal: 15 } }
  const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false })
  into.srcObject = stream
  await into.play()
  return stream
}

export function closeCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}

/** What the camera shows now, small enough for a bad line; null before the first picture. */
export function snap(video: HTMLVideoElement, board: HTMLCanvasElement): Promise<Blob | null> {
  const { videoWidth, videoHeight } = video
  if (!videoWidth) return Promise.resolve(null)
  const scale = Math.min(1, WIDE / Math.max(videoWidth, videoHeight))
  board.width = Math.round(videoWidth * scale)
  board.height = Math.round(videoHeight * scale)
  board.getContext('2d')?.drawImage(video, 0, 0, board.width, board.height)
  return new Promise(done => board.toBlob(done, 'image/jpeg', QUALITY))
}

type Asking = typeof DeviceOrientationEvent & { requestPermission?: () => Promise<string> }

/** Safari asks the reader, and only during a click. */
export async function askForCompass(): Promise<void> {
  const events = globalThis.DeviceOrientationEvent as Asking | undefined
  await events?.requestPermission?.().catch(() => 'denied')
}

/** Follow place and heading until told to stop; `found(null)` says that the place is not known. */
export function followPlace(found: (place: Place | null) => void): () => void {
  let look: Look | null = null
  const turned = (event: Event) => {
    look = lookOf(event as unknown as Held)
  }
  const name =
    'ondeviceorientationabsolute' in window ? 'deviceorientationabsolute' : 'deviceorientation'
  addEventListener(name, turned)
  let last: GeolocationCoordinates | null = null
  const tell = () => {
    if (last) {
      const { longitude: lng, latitude: lat, accuracy } = last
      found({ lng, lat, accuracy, heading: look?.heading ?? null, tilt: look?.tilt ?? null })
    }
  }
  const watch = navigator.geolocation.watchPosition(
    ({ coords }) => {
      last = coords
      tell()
    },
    () => found(null),
    { enableHighAccuracy: true, maximumAge: 2000 },
  )
  const clock = setInterval(tell, 1000) // the phone turns without moving
  return () => {
    navigator.geolocation.clearWatch(watch)
    clearInterval(clock)
    removeEventListener(name, turned)
  }
}
