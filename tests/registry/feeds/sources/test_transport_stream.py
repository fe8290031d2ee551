"""Transport streams taken apart as an independent muxer put them together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.feeds.sources.source import Codec, Unit
from registry.feeds.sources.transport_stream import PACKET, Assembler, Demuxer, klv_sets
from tests.registry.feeds.rtsp_server import short_film
from tests.registry.feeds.transport_streams import muxed

SETS = [b"\x06\x0e\x2b\x34" + bytes([n]) * 300 for n in range(5)]


def demuxed(data: bytes, size: int = 1316) -> tuple[list[Unit], list[bytes]]:
    demuxer, units, sets = Demuxer(klv=True), [], []
    assembler: Assembler | None = None
    found = [
        each for at in range(0, len(data), size) for each in demuxer.feed(data[at : at + size])
    ]
    for pes in [*found, *demuxer.finish()]:
        assembler = assembler or Assembler(demuxer.codec or Codec.H264)
        sets += list(klv_sets(pes))
        if unit := assembler.unit(pes, 0.0):
            units.append(unit)
    return units, sets


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
@pytest.mark.parametrize("size", [188, 1316, 100, 1 << 20])
def test_pictures_and_metadata_come_out_whole(codec: Codec, size: int) -> None:
    film = short_film(codec)
    units, sets = demuxed(muxed(film, codec, SETS), size)
    assert sets == SETS
    assert [unit.keyframe for unit in units] == [unit.keyframe for unit in film]
    assert [u.pts - units[0].pts for u in units] == pytest.approx([u.pts for u in film], abs=1e-4)
    assert all(a.data.endswith(b.data[-40:]) for a, b in zip(units, film, strict=True))


def test_a_reader_that_joins_late_begins_at_a_keyframe() -> None:
    data = muxed(short_film(Codec.H264))
    units, _ = demuxed(data[len(data) // 4 // PACKET * PACKET + 77 :])
    assert units
    assert units[0].keyframe


def test_a_lost_packet_breaks_its_picture_and_all_that_lean_on_it() -> None:
    film = short_film(Codec.H264)
    data = muxed(film)
    packets = [data[at : at + PACKET] for at in range(0, len(data), PACKET)]
    first = next(n for n, p in enumerate(packets) if p[1] & 0x1F == 1 and not p[1] & 0x40)
    units, _ = demuxed(b"".join(packets[:first] + packets[first + 1 :]))
    assert len(units) < len(film)
    assert units[0].keyframe
    assert units[0].pts - 1 >= film[10].pts - 0.01 or first > 10


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600), st.integers(0, 4000), st.integers(0, 400))
def test_nothing_that_arrives_breaks_the_demuxer(noise: bytes, at: int, cut: int) -> None:
    data = muxed(short_film(Codec.H264)[:3], klv=SETS[:2])
    demuxed(data[:at] + noise + data[at + cut :])
    demuxed(noise)
