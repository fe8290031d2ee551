/** Cutting a recording before it is sent: its packets are copied, nothing is coded anew. */

import type { EncodedPacket, InputAudioTrack, InputVideoTrack, Output } from 'mediabunny'
import { clock, type Part } from './points'

const library = () => import('mediabunny')

async function open(file: File) {
  const { ALL_FORMATS, BlobSource, Input } = await library()
  return new Input({ source: new BlobSource(file), formats: ALL_FORMATS })
}

/** Seconds a recording lasts; 0 where it cannot be read here, and so is sent whole. */
export async function lasting(file: File): Promise<number> {
  try {
    const track = await (await open(file)).getPrimaryVideoTrack()
    return track?.codec ? await track.computeDuration() : 0
  } catch {
    return 0 // recorders have formats of their own: that is no fault of the file
  }
}

/**
 * Give the part of a recording between two points, as an MP4. It begins at the keyframe before, and
 * nothing after its end is in it, nor what was coded out of that.
 */
export async function cut(file: File, { from, until }: Part): Promise<File> {
  const { Mp4OutputFormat, Output, StreamTarget } = await library()
  const input = await open(file)
  const video = await input.getPrimaryVideoTrack()
  const audio = await input.getPrimaryAudioTrack()
  const pieces: Blob[] = []
  const kept = new WritableStream<{ data: Uint8Array<ArrayBuffer> }>({
    write: ({ data }) => void pieces.push(new Blob([data])),
  })
  // in fragments a file is written from its beginning to its end, and need not be held in memory
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'fragmented' }),
    target: new StreamTarget(kept),
  })
  if (!video) throw new TypeError('Only film is cut.')
  const copies = [await copying(output, video), audio?.codec ? await copying(output, audio) : null]
  const begin = (await first(video, from))?.timestamp ?? 0
  await output.start()
  await Promise.all(copies.map(copy => copy?.(begin, until)))
  await output.finalize()
  const stem = file.name.replace(/\.[^.]*$/, '')
  const name = `${stem} ${clock(begin)}-${clock(until)}.mp4`.replaceAll(':', '.')
  return new File(pieces, name, { type: 'video/mp4' })
}

async function first(track: InputVideoTrack, at: number): Promise<EncodedPacket | null> {
  const { EncodedPacketSink } = await library()
  const sink = new EncodedPacketSink(track)
  return (await sink.getKeyPacket(at)) ?? (await sink.getFirstKeyPacket())
}

type Copy = (begin: number, until: number) => Promise<void>

async function copying(output: Output, track: InputVideoTrack | InputAudioTrack): Promise<Copy> {
  const { EncodedAudioPacketSource, EncodedPacketSink, EncodedVideoPacketSource } = await library()
  if (!track.codec) throw new TypeError('Only what can be read is cut.')
  const config = (await track.getDecoderConfig()) ?? undefined
  const sink = new EncodedPacketSink(track)
  const walk = async (
    begin: number,
    until: number,
    add: (packet: EncodedPacket) => Promise<void>,
  ) => {
    let packet = track.isVideoTrack()
      ? await first(track, begin)
      : ((await sink.getPacket(begin)) ?? (await sink.getFirstPacket()))
    while (packet && packet.timestamp < until) {
      await add(packet.clone({ timestamp: Math.max(packet.timestamp - begin, 0) }))
      packet = await sink.getNextPacket(packet)
    }
  }
  if (track.isVideoTrack() && track.codec) {
    const source = new EncodedVideoPacketSource(track.codec)
    output.addVideoTrack(source, { rotation: track.rotation })
    const meta = config ? { decoderConfig: config as VideoDecoderConfig } : undefined
    return (begin, until) =>
      walk(begin, until, packet => source.add(packet, meta)).then(() => source.close())
  }
  const source = new EncodedAudioPacketSource((track as InputAudioTrack).codec ?? 'aac')
  output.addAudioTrack(source)
  const meta = config ? { decoderConfig: config as AudioDecoderConfig } : undefined
  return (begin, until) =>
    walk(begin, until, packet => source.add(packet, meta)).then(() => source.close())
}
