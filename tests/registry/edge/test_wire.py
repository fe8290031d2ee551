"""Messages between box and centre: whole, or refused."""

import math
import struct
import time
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.edge import codes
from registry.edge.wire import PICTURE_LIMIT, STILL, Sent, WireRefused, read_words
from registry.feeds.sources.source import Codec, Unit


def test_a_unit_arrives_as_it_was_sent() -> None:
    camera, unit = uuid4(), Unit(b"\0\0\0\1e", True, 3.2, time.time())
    sent = Sent.unit(camera, Codec.H265, unit)
    assert Sent.read(sent.written()) == sent


@given(st.binary(max_size=80))
def test_any_bytes_are_a_picture_or_refused(message: bytes) -> None:
    try:
        Sent.read(message)
    except WireRefused:
        return


@pytest.mark.parametrize("at", [math.nan, math.inf, -1.0])
def test_a_time_that_is_none_is_refused(at: float) -> None:
    with pytest.raises(WireRefused):
        Sent.read(Sent(STILL, UUID(int=1), Codec.JPEG, at, 0.0, b"x").written())


def test_a_huge_picture_is_refused() -> None:
    head = struct.pack("!BB16sdd", STILL, 0, bytes(16), 0.0, 1.0)
    assert len(Sent.read(head + bytes(PICTURE_LIMIT)).data) == PICTURE_LIMIT
    with pytest.raises(WireRefused):
        Sent.read(head + bytes(PICTURE_LIMIT + 1))


@pytest.mark.parametrize("text", ["", "1", "[]", "{}", '{"type": 1}', "[" * 60_000, " " * 70_000])
def test_what_are_no_words_is_refused(text: str) -> None:
    with pytest.raises(WireRefused):
        read_words(text)


def test_a_code_is_read_as_people_type_it() -> None:
    code = codes.new()
    assert len(code) == 14
    assert codes.plain(code.lower().replace("-", " ")) == code.replace("-", "")
    assert codes.plain("O1IL-0000-0000") == "011100000000"
    assert codes.plain("short") == codes.plain("!" * 12) == ""
