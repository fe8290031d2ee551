"""Films in fragments as others write them, whole and broken."""

import re
import struct
from contextlib import suppress
from itertools import pairwise

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.feeds.mp4.fragments import Fragments
from registry.feeds.refusals import PictureRefused
from registry.feeds.sources.source import Codec, Unit
from tests.registry.feeds.filmed import film
from tests.registry.feeds.fragmented import FLAGS, MUXERS, fragmented

FROM_THE_FIRST_BYTE = "empty_moov+frag_keyframe"
ONE_BY_ONE = "empty_moov+default_base_moof+frag_every_frame"


def taken(data: bytes, step: int = 0) -> list[Unit]:
    fragments = Fragments()
    step = step or len(data)
    return [
        unit
        for at in range(0, len(data), step)
        for unit in fragments.feed(data[at : at + step], 7.0)
    ]


def shades(units: list[Unit], codec: Codec) -> list[float]:
    decoder = av.CodecContext.create(MUXERS[codec], "r")
    assert isinstance(decoder, av.VideoCodecContext)
    frames = [f for unit in units for f in decoder.decode(av.Packet(unit.data))]
    return [float(f.to_ndarray(format="gray").mean()) for f in [*frames, *decoder.decode(None)]]


@pytest.mark.parametrize("codec", list(MUXERS))
@pytest.mark.parametrize("flags", [FLAGS, FROM_THE_FIRST_BYTE, ONE_BY_ONE])
def test_every_picture_comes_out_as_it_went_in(codec: Codec, flags: str) -> None:
    units = film(codec, pictures=12, every=6)
    out = taken(fragmented(units, codec, flags))
    assert [unit.keyframe for unit in out] == [unit.keyframe for unit in units]
    gaps = [b.pts - a.pts for a, b in pairwise(out)]
    assert gaps == pytest.approx([1 / 25] * 11)
    assert shades(out, codec) == pytest.approx(shades(units, codec), abs=0.1)
    assert {unit.arrived_at for unit in out} == {7.0}


def test_pictures_that_lean_on_later_ones_keep_their_time() -> None:
    units = film(pictures=12, every=12, b_frames=2)
    out = taken(fragmented(units))
    first = out[0].pts - units[0].pts
    assert [unit.pts - first for unit in out] == pytest.approx([unit.pts for unit in units])


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_bytes_may_be_cut_anywhere(step: int) -> None:
    data = fragmented(film(pictures=4, every=2))
    assert taken(data, step) == taken(data)


def test_a_start_that_comes_apart_serves_each_fragment() -> None:
    data = fragmented(film(pictures=6, every=3))
    at = data.index(b"moof") - 4
    fragments = Fragments(data[:at])
    assert fragments.codec is Codec.H264
    assert len(list(fragments.feed(data[at:], 0.0))) == 6


def test_nothing_is_given_before_a_keyframe() -> None:
    data = fragmented(film(pictures=6, every=3), flags=ONE_BY_ONE)
    first, second = [found.start() - 4 for found in re.finditer(b"moof", data)][:2]
    late = Fragments(data[:first]).feed(data[second:], 0.0)
    assert [unit.keyframe for unit in late] == [True, False, False]


@pytest.mark.parametrize(
    "data",
    [
        b"<html>no film at all</html>",
        struct.pack("!I4s", 4, b"moov"),
        struct.pack("!I4s", 1 << 30, b"mdat"),
        struct.pack("!I4sQ", 1, b"moof", 1 << 40),
        struct.pack("!I4s", 8, b"moov"),
    ],
)
def test_what_is_no_such_film_is_refused(data: bytes) -> None:
    with pytest.raises(PictureRefused):
        taken(data)


WHOLE = fragmented(film(pictures=3, every=3))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_broken_bytes_are_refused_or_give_pictures_and_nothing_else(at: int, noise: bytes) -> None:
    broken = WHOLE[:at] + noise + WHOLE[at + len(noise) :]
    with suppress(PictureRefused):
        assert len(taken(broken)) <= 3
