"""MPEG transport streams: packets into pictures and metadata (ISO/IEC 13818-1)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from registry.feeds.mp4.bits import nal_units
from registry.feeds.sources.nal import Pictures
from registry.feeds.sources.source import Codec, Unit

PACKET = 188
CLOCK = 90_000
_SYNC = 0x47
_TURN = 1 << 33  # where the clock begins anew
_PES_LIMIT = 8 * 1024 * 1024
_PART = 64  # bytes a part takes beside its own
_SECTION_LIMIT = 3 + 4095
_KLV_TRACKS = 4  # more than any drone sends
_VIDEO = {0x1B: Codec.H264, 0x24: Codec.H265}
_PRIVATE, _METADATA = 0x06, 0x15  # KLV: alone, or each set under a head of five bytes


@dataclass(frozen=True, slots=True)
class Pes:
    """One packet of an elementary stream. pts: seconds on the stream's clock, where it says so."""

    kind: int
    data: bytes
    pts: float | None
    broken: bool


@dataclass
class _Track:
    kind: int
    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    wanted: int = 0  # bytes of the whole, 0 where it does not say
    broken: bool = False
    counter: int = -1


class Demuxer:
    """Take a transport stream apart; only the kinds wanted are put together."""

    def __init__(self, *, video: bool = True, klv: bool = False) -> None:
        """Want pictures, metadata or both."""
        self._video, self._klv = video, klv
        self._rest = b""
        self._tables: dict[int, bytearray] = {0: bytearray()}  # by PID: the PAT, then the PMT
        self._tracks: dict[int, _Track] = {}
        self._ticks: int | None = None
        self.codec: Codec | None = None

    def feed(self, data: bytes) -> Iterator[Pes]:
        """Take bytes; give what became whole."""
        data = self._rest + data
        at = 0
        while at + PACKET <= len(data):
            if data[at] != _SYNC:
                at = data.find(b"\x47", at + 1)
                if at < 0:
                    at = len(data)
                continue
            yield from self._packet(data[at : at + PACKET])
            at += PACKET
        self._rest = data[at:]

    def finish(self) -> Iterator[Pes]:
        """Give what only another packet would have ended."""
        for track in self._tracks.values():
            yield from self._whole(track)

    def _packet(self, packet: bytes) -> Iterator[Pes]:
        pid = (packet[1] & 0x1F) << 8 | packet[2]
        table, track = self._tables.get(pid), self._tracks.get(pid)
        if (table is None and track is None) or packet[3] & 0xC0:  # unwanted, or scrambled
            return
        at = 5 + packet[4] if packet[3] & 0x20 else 4
        if not packet[3] & 0x10 or at >= PACKET:
            return
        start = bool(packet[1] & 0x40)
        if table is not None:
            self._section(pid, table, packet[at:], start=start)
        elif track is not None:
            jumped = bool(packet[3] & 0x20 and packet[4] and packet[5] & 0x80)
            if self._follows(track, packet, jumped=jumped):
                yield from self._take(track, packet[at:], start=start)

    def _follows(self, track: _Track, packet: bytes, *, jumped: bool) -> bool:
        """Note what was lost; tells whether the packet is a new one."""
        counter, last = packet[3] & 15, track.counter
        track.counter = counter
        if last < 0 or jumped:
            return True
        if counter == last:
            return False
        if counter != last + 1 & 15 or packet[1] & 0x80:
            track.broken = True
        return True

    def _take(self, track: _Track, payload: bytes, *, start: bool) -> Iterator[Pes]:
        if start:
            yield from self._whole(track)
            if payload[:3] != b"\x00\x00\x01" or len(payload) < 9:
                return
            length = int.from_bytes(payload[4:6])
            track.wanted = length + 6 if length > 3 else 0
        elif not track.parts:
            return
        track.parts.append(payload)
        track.size += len(payload)
        if track.size + _PART * len(track.parts) > _PES_LIMIT:
            track.parts, track.size = [], 0
        elif track.wanted and track.size >= track.wanted:
            yield from self._whole(track)

    def _whole(self, track: _Track) -> Iterator[Pes]:
        if track.parts:
            data = b"".join(track.parts)
            short = track.wanted > len(data)
            data = data[: track.wanted or None]
            pts = self._seconds(data) if data[7] & 0x80 and len(data) >= 14 else None
            yield Pes(track.kind, data[9 + data[8] :], pts, track.broken or short)
        track.parts, track.size, track.wanted, track.broken = [], 0, 0, False

    def _seconds(self, head: bytes) -> float:
        """Read the time stamp; a clock that began anew goes on."""
        b = head[9:14]
        ticks = (b[0] & 14) << 29 | b[1] << 22 | (b[2] & 254) << 14 | b[3] << 7 | b[4] >> 1
        if self._ticks is not None:
            step = ticks - self._ticks & _TURN - 1
            ticks = self._ticks + (step - _TURN if step >= _TURN >> 1 else step)
        self._ticks = ticks
        return ticks / CLOCK

    def _section(self, pid: int, table: bytearray, payload: bytes, *, start: bool) -> None:
        """Collect a table over its packets, and read it when it is whole."""
        if start:
            table[:] = payload[1 + payload[0] :]
        elif 0 < len(table) < _SECTION_LIMIT:
            table += payload
        if len(table) < 12:
            return
        end = 3 + (int.from_bytes(table[1:3]) & 0xFFF) - 4  # before the checksum
        if 12 <= end <= len(table) - 4:
            whole = bytes(table[:end])
            table.clear()
            if pid == 0 and whole[0] == 0:
                self._programs(whole)
            elif whole[0] == 2:
                self._streams(whole)

    def _programs(self, table: bytes) -> None:
        """Read the PAT: the first programme is ours."""
        for at in range(8, len(table) - 3, 4):
            if int.from_bytes(table[at : at + 2]):
                pid = int.from_bytes(table[at + 2 : at + 4]) & 0x1FFF
                self._tables = {0: self._tables[0], pid: self._tables.get(pid, bytearray())}
                return

    def _streams(self, table: bytes) -> None:
        """Read the PMT: the first video track, and the metadata beside it."""
        at = 12 + (int.from_bytes(table[10:12]) & 0xFFF)
        seen: dict[int, _Track] = {}
        codec: Codec | None = None
        while at + 5 <= len(table):
            kind, pid = table[at], int.from_bytes(table[at + 1 : at + 3]) & 0x1FFF
            length = int.from_bytes(table[at + 3 : at + 5]) & 0xFFF
            described = table[at + 5 : at + 5 + length]
            at += 5 + length
            if kind in _VIDEO and codec is None:
                codec = _VIDEO[kind]
                wanted = self._video
            else:
                is_klv = kind == _METADATA or (kind == _PRIVATE and b"KLVA" in described)
                wanted = self._klv and is_klv and len(seen) < _KLV_TRACKS + self._video
            if wanted:
                old = self._tracks.get(pid)
                seen[pid] = old if old and old.kind == kind else _Track(kind)
        self.codec, self._tracks = codec, seen


class Assembler:
    """Elementary packets into pictures; what leans on a broken one is left out."""

    def __init__(self, codec: Codec) -> None:
        """Begin at the first keyframe."""
        self._codec = codec
        self._pictures = Pictures(codec)
        self._leaning = True

    def unit(self, pes: Pes, arrived_at: float) -> Unit | None:
        """Give the picture in a packet, where it can be shown."""
        if _VIDEO.get(pes.kind) is not self._codec:
            return None
        units = list(nal_units(pes.data))
        for each in units:
            self._pictures.learn(each)
        keyframe = self._pictures.keyframe(units) and self._pictures.complete()
        if pes.broken or pes.pts is None or (self._leaning and not keyframe):
            self._leaning = True
            return None
        self._leaning = False
        return Unit(self._pictures.written(units, keyframe=keyframe), keyframe, pes.pts, arrived_at)


def klv_sets(pes: Pes) -> Iterator[bytes]:
    """Give the KLV sets of a metadata packet, without the heads of the synchronous kind."""
    if pes.kind in _VIDEO or pes.broken:
        return
    if pes.kind == _PRIVATE:
        yield pes.data
        return
    at = 0
    while at + 5 < len(pes.data):
        length = int.from_bytes(pes.data[at + 3 : at + 5])
        yield pes.data[at + 5 : at + 5 + length]
        at += 5 + length
