"""RTP packets into pictures: H.264 by RFC 6184, H.265 by RFC 7798."""

from collections.abc import Iterator

from registry.feeds.sources.nal import Pictures
from registry.feeds.sources.rtsp.ordering import Ordering
from registry.feeds.sources.rtsp.sdp import Video
from registry.feeds.sources.source import Codec, Unit

Packet = tuple[bytes, bool, float]  # as it came, whether one before it was lost, and when it came

PICTURE_LIMIT = 8 * 1024 * 1024
KEPT_LIMIT = 2 * 1024 * 1024  # bytes since the last keyframe, for who wants the rest after all
PART = 64  # bytes a part takes beside its own


class Depacketizer:
    """Collect the packets of one picture after another.

    A picture that lost a packet is never given, nor any after it that leans on it.
    """

    def __init__(self, video: Video, *, keyframes: bool = False) -> None:
        """Give every picture, or only keyframes, the others being left out unread."""
        self._video, self.spares = video, keyframes
        self._pictures = Pictures(video.codec, video.sets)
        self._ordering = Ordering()
        self._aggregate, self._fragment = (24, 28) if video.codec is Codec.H264 else (48, 49)
        self._head = 1 if video.codec is Codec.H264 else 2  # bytes of a NAL unit's header
        self._stamp: int | None = None
        self._clock = 0  # ticks since the first picture
        self._units: list[bytes] = []
        self._parts: list[bytes] = []
        self._size = self._weight = 0
        self._broken = self._skipped = False
        self._leaning = True  # nothing stands before the first keyframe
        self._kept = Kept()
        self._again: list[Packet] = []

    def spare(self, *, keyframes: bool) -> None:
        """Give only keyframes from now on, the others being left out unread; or all again."""
        begun_anew = self.spares and not keyframes
        if begun_anew and self._kept.whole:
            self._units, self._parts, self._size, self._weight = [], [], 0, 0
            self._broken = self._skipped = False
            self._stamp, self._clock = self._kept.begun
            self._again, self._kept = self._kept.packets, Kept()
        self._leaning |= begun_anew
        self.spares = keyframes

    def put(self, packet: bytes, arrived_at: float) -> Iterator[Unit]:
        """Take one packet as it arrived."""
        again, self._again = self._again, []
        for known in again:
            yield from self._next(*known)
        for each, lost in self._ordering.put(packet):
            if each[1] & 127 == self._video.payload:
                yield from self._next(each, lost, arrived_at)

    def _next(self, packet: bytes, lost: bool, arrived_at: float) -> Iterator[Unit]:
        stamp, payload = int.from_bytes(packet[4:8]), _payload(packet)
        if lost:
            self._broken = self._leaning = True
        if stamp != self._stamp:
            if self._units or self._parts or self._skipped:  # no packet was marked as the last
                yield from self._finish(arrived_at)
            self._begin(stamp)
            self._kept.begin(stamp, self._clock)
            # what was lost before a picture's first packet belonged to the one before
            self._broken = lost and not self._is_first(payload)
        self._kept.add((packet, lost, arrived_at))
        if payload and not self._skipped:
            self._take(payload)
        if packet[1] & 128:
            yield from self._finish(arrived_at)

    def _begin(self, stamp: int) -> None:
        if self._stamp is not None:
            step = stamp - self._stamp & 0xFFFFFFFF
            self._clock += step - (1 << 32) if step >= 1 << 31 else step
        self._stamp = stamp

    def _take(self, payload: bytes) -> None:
        kind = self._pictures.kind(payload[0])
        if kind == self._fragment:
            self._take_fragment(payload)
        elif kind == self._aggregate:
            at = self._head
            while at + 2 < len(payload):
                size = int.from_bytes(payload[at : at + 2])
                self._add(payload[at + 2 : at + 2 + size])
                at += 2 + size
        elif kind < self._aggregate:
            self._add(payload)

    def _take_fragment(self, payload: bytes) -> None:
        if len(payload) <= self._head + 1:
            return
        flags = payload[self._head]
        if flags & 0x80:
            self._parts = [self._whole_head(payload, flags)]
            if self.spares and self._is_dull(self._parts[0][0]):
                self._skipped = True
                return
        elif not self._parts:
            self._broken = True
            return
        self._parts.append(payload[self._head + 1 :])
        self._size += len(payload) + PART
        if self._size > PICTURE_LIMIT:
            self._broken, self._parts = True, []
        elif flags & 0x40:
            self._add(b"".join(self._parts))
            self._parts = []

    def _whole_head(self, payload: bytes, flags: int) -> bytes:
        """Put the fragmented unit's own header together from both of the fragment's."""
        if self._head == 1:
            return bytes([payload[0] & 0xE0 | flags & 31])
        return bytes([payload[0] & 0x81 | (flags & 63) << 1, payload[1]])

    def _add(self, unit: bytes) -> None:
        if len(unit) <= self._head:
            return
        if self.spares and self._is_dull(unit[0]):
            self._skipped = True
            return
        self._weight += len(unit) + PART
        if self._weight > PICTURE_LIMIT:
            self._broken, self._units = True, []
        elif len(self._units) < 1024:
            self._units.append(unit)
            self._pictures.learn(unit)

    def _is_dull(self, first: int) -> bool:
        kind = self._pictures.kind(first)
        if not self._pictures.shows(kind) or self._pictures.stands_alone(kind):
            return False
        return not self._pictures.keyframe(self._units)

    def _is_first(self, payload: bytes) -> bool:
        """Tell whether a picture can begin with this packet."""
        kind = self._pictures.kind(payload[0]) if payload else self._fragment
        if kind == self._fragment:
            begins = len(payload) > self._head + 1 and bool(payload[self._head] & 0x80)
            return begins and bool(payload[self._head + 1] & 0x80)
        if kind == self._aggregate or not self._pictures.shows(kind):
            return True
        return bool(payload[self._head : self._head + 1] >= b"\x80")

    def _finish(self, arrived_at: float) -> Iterator[Unit]:
        units, broken = self._units, self._broken or bool(self._parts)
        skipped = self._skipped
        self._units, self._parts, self._size, self._weight = [], [], 0, 0
        self._broken = self._skipped = False
        shown = any(self._pictures.shows(self._pictures.kind(each[0])) for each in units)
        if skipped or not (shown or broken):
            return
        keyframe = self._pictures.keyframe(units) and self._pictures.complete()
        if broken or (self._leaning and not keyframe):
            self._leaning = True
            return
        self._leaning = False
        if keyframe:
            self._kept.keyframe()
        if keyframe or not self.spares:
            data = self._pictures.written(units, keyframe=keyframe)
            yield Unit(data, keyframe, self._clock / self._video.clock, arrived_at)


class Kept:
    """The packets since the last whole keyframe: who wants all of them may come at any time."""

    def __init__(self) -> None:
        """Keep none yet."""
        self.packets: list[Packet] = []
        self.whole = False  # they begin with a keyframe that is whole
        self.begun = (0, 0)  # its stamp, and the clock then
        self._picture, self._at = (0, 0), 0
        self._size = 0

    def begin(self, stamp: int, clock: int) -> None:
        """Note that the next packet begins a picture."""
        self._picture, self._at = (stamp, clock), len(self.packets)

    def add(self, packet: Packet) -> None:
        """Keep one more, or none where it would be too many."""
        self._size += len(packet[0]) + PART
        if self._size > KEPT_LIMIT:
            self.packets, self.whole, self._size, self._at = [], False, 0, -1
        self.packets.append(packet)

    def keyframe(self) -> None:
        """Note that the picture was a keyframe: what came before it is needed no more."""
        self.whole = self._at >= 0  # else it was too large itself
        del self.packets[: max(0, self._at)]
        self._size = sum(len(packet) + PART for packet, _, _ in self.packets)
        self.begun, self._at = self._picture, 0


def _payload(packet: bytes) -> bytes:
    """Cut the RTP header, its extension and the padding off."""
    flags, at, end = packet[0], 12 + 4 * (packet[0] & 15), len(packet)
    if flags & 0x10:
        at += 4 + 4 * int.from_bytes(packet[at + 2 : at + 4])
    if flags & 0x20:
        end -= packet[-1]
    return packet[at:end] if at < end else b""
