"""NAL units, of which H.264 and H.265 pictures are made (ITU-T H.264 7.3.1, H.265 7.3.1)."""

from collections.abc import Sequence

from registry.feeds.sources.source import Codec

START = b"\x00\x00\x00\x01"
_H264_SETS, _H265_SETS = (7, 8), (32, 33, 34)
_H264_SEI, _H264_RECOVERY = 6, 6


class Pictures:
    """What one stream's NAL units mean; remembers the newest of its parameter sets."""

    def __init__(self, codec: Codec, sets: Sequence[bytes] = ()) -> None:
        """Take the parameter sets told beforehand."""
        self._codec = codec
        self._sets: dict[int, dict[bytes, bytes]] = {}
        for each in sets:
            self.learn(each)

    def kind(self, first: int) -> int:
        """Give a NAL unit's type from its first byte."""
        return first & 31 if self._codec is Codec.H264 else first >> 1 & 63

    def shows(self, kind: int) -> bool:
        """Tell whether a unit of this type holds a part of the picture."""
        return 1 <= kind <= 5 if self._codec is Codec.H264 else kind <= 31

    def stands_alone(self, kind: int) -> bool:
        """Tell whether a decoder can begin at a picture that holds a unit of this type."""
        return kind == 5 if self._codec is Codec.H264 else 16 <= kind <= 21

    def is_set(self, kind: int) -> bool:
        """Tell whether it is a parameter set."""
        return kind in (_H264_SETS if self._codec is Codec.H264 else _H265_SETS)

    def learn(self, unit: bytes) -> None:
        """Remember a parameter set; one with the same id takes its place."""
        if not unit:
            return
        kind = self.kind(unit[0])
        if self.is_set(kind):
            kept = self._sets.setdefault(kind, {})
            # the id stands early in the unit; two sets that begin alike are the same one renewed
            kept[unit[:4] if kind in (7, 33) else unit[:3]] = unit
            if len(kept) > 16:  # a stream that invents sets
                kept.pop(next(iter(kept)))

    def written(self, units: Sequence[bytes], *, keyframe: bool) -> bytes:
        """Write one picture in Annex B form: parameter sets before a keyframe, and only there."""
        shown = [unit for unit in units if not self.is_set(self.kind(unit[0]))]
        if keyframe:
            first = [each for kind in sorted(self._sets) for each in self._sets[kind].values()]
            shown = first + shown
        return START + START.join(shown)

    def complete(self) -> bool:
        """Tell whether every kind of parameter set is known."""
        return self._sets.keys() >= set(_H264_SETS if self._codec is Codec.H264 else _H265_SETS)

    def keyframe(self, units: Sequence[bytes]) -> bool:
        """Tell whether a decoder can begin here: an IDR, or a recovery point that says so."""
        for unit in units:
            kind = self.kind(unit[0])
            if self.stands_alone(kind):
                return True
            if self._codec is Codec.H264 and kind == _H264_SEI and unit[1:2] == b"\x06":
                return unit[3:4] >= b"\x80"  # recovery_frame_cnt is 0: whole at once
        return False
