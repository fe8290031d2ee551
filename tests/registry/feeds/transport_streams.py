"""Transport streams made for the tests by an independent muxer."""

import io
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import av

from registry.feeds.sources.source import Codec, Unit

CLOCK = 90_000
NAMES = {Codec.H264: "h264", Codec.H265: "hevc"}


def muxed(units: Sequence[Unit], codec: Codec = Codec.H264, klv: Sequence[bytes] = ()) -> bytes:
    """Mux pictures, and one set of metadata beside each of the first of them."""
    out = io.BytesIO()
    options = {"mpegts_flags": "resend_headers"}
    with av.open(out, "w", format="mpegts", options=options) as container:
        video = container.add_mux_stream(NAMES[codec], width=320, height=180)
        told = container.add_data_stream("klv") if klv else None
        for number, unit in enumerate(units):
            container.mux(_packet(unit.data, video, unit.pts, keyframe=unit.keyframe))
            if told and number < len(klv):
                container.mux(_packet(klv[number], told, unit.pts, keyframe=True))
    return out.getvalue()


def _packet(data: bytes, stream: av.stream.Stream, pts: float, *, keyframe: bool) -> Any:
    packet: Any = av.Packet(data)
    packet.stream, packet.time_base = stream, Fraction(1, CLOCK)
    packet.pts = packet.dts = round((pts + 1) * CLOCK)
    packet.is_keyframe = keyframe
    return packet
