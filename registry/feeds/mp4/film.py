"""Coded pictures in, fragmented MP4 out, without touching a pixel."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from registry.feeds.mp4.avc import Avc
from registry.feeds.mp4.bits import nal_units
from registry.feeds.mp4.boxes import fragment, start, taken_at
from registry.feeds.mp4.hevc import Hevc
from registry.feeds.mp4.jpeg import Jpeg
from registry.feeds.mp4.pace import EvenPace, Moment, Pace
from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.source import Codec, Unit

BASELINE = "avc1.42"  # its pictures never lean on later ones


@dataclass(frozen=True, slots=True)
class Start:
    """What a browser needs before the first picture."""

    mime: str
    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One picture of the film, and when it is shown, in seconds on the viewers' clock."""

    data: bytes
    keyframe: bool
    shown_at: float = 0.0


class Film:
    """One camera's film: a start, then a piece for each picture, and a new start when it changes.

    begun_at: where on the viewers' clock its first picture belongs, in seconds; so a camera that
    went and came back goes on later in the same film. dated: say at each keyframe when it was
    taken, for a film that is kept. even: for one that is shown as it comes, see EvenPace.
    """

    def __init__(
        self, codec: Codec, begun_at: float, *, dated: bool = False, even: bool = False
    ) -> None:
        """Wait for the first keyframe."""
        self.codec, self._dated, self._even = codec, dated, even
        self._sets: Avc | Hevc | Jpeg | None = None
        self._begun_at = begun_at
        self._pace: Pace | None = None
        self._number = 0

    @property
    def ends_at(self) -> float:
        """Say when its last picture has been shown, in seconds on the viewers' clock."""
        return self._pace.ends_at if self._pace else self._begun_at

    def take(self, unit: Unit) -> Iterator[Start | Piece]:
        """Give what this picture adds; nothing before the first keyframe.

        Raises PictureRefused for parameter sets that cannot be read.
        """
        sets, sample = self._parted(unit.data)
        if sets is not None and sets != self._sets:
            yield _start(sets)
            self._sets = sets
        if self._sets is None or not sample:
            return
        if self._pace is None:
            if not unit.keyframe:
                return
            in_order = self._sets.codec.startswith(BASELINE)
            pace = EvenPace(self._begun_at, in_order=in_order) if self._even else None
            self._pace = pace or Pace(self._begun_at)
        moment = self._pace.next(unit.pts)
        yield Piece(self._fragment(sample, unit, moment), unit.keyframe, moment.seconds)

    def _parted(self, data: bytes) -> tuple[Avc | Hevc | Jpeg | None, bytes]:
        """Part what describes the pictures from what is shown, that as MP4 has it."""
        if self.codec is Codec.JPEG:
            return _size(data), data
        kind = Hevc if self.codec is Codec.H265 else Avc
        sets, shown = kind.sort(nal_units(data))
        return sets, b"".join(struct.pack("!I", len(each)) + each for each in shown)

    def _fragment(self, sample: bytes, unit: Unit, moment: Moment) -> bytes:
        self._number += 1
        dated = self._dated and unit.keyframe
        date = taken_at(unit.arrived_at, moment.shown_at) if dated else b""
        return date + fragment(
            self._number,
            sample,
            decoded_at=moment.decoded_at,
            duration=moment.duration,
            shown_after=moment.shown_at - moment.decoded_at,
            keyframe=unit.keyframe,
        )


def _size(picture: bytes) -> Jpeg:
    try:
        return Jpeg.of(picture)
    except (IndexError, struct.error):
        raise PictureRefused("the camera's picture is cut short") from None


def _start(sets: Avc | Hevc | Jpeg) -> Start:
    try:
        width, height = sets.size()
        return Start(
            f'video/mp4; codecs="{sets.codec}"', start(width, height, sets.entry()), width, height
        )
    except (IndexError, struct.error):
        raise PictureRefused("the camera's parameter sets cannot be read") from None
