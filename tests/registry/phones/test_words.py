"""What a phone may say, and what is no word of ours."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.phones.refusals import WordRefused
from registry.phones.words import Films, Place, Stop, read_word


def test_a_place_is_read() -> None:
    said = read_word('{"type":"place","lng":-84.5,"lat":38,"accuracy":5,"heading":90}', arrived=7.0)
    assert isinstance(said, Place)
    assert (said.lng, said.lat, said.accuracy, said.heading) == (-84.5, 38.0, 5.0, 90.0)
    assert said.at.timestamp() == 7.0


def test_a_stop_is_read() -> None:
    assert read_word('{"type":"stop"}', arrived=0.0) == Stop()


def test_that_it_films_is_read() -> None:
    assert read_word('{"type":"film"}', arrived=0.0) == Films()


@pytest.mark.parametrize(
    "text",
    [
        "", "garbage", "[]", "7", '{"type":"place"}', '{"type":["place"]}', "[" * 900,
        '{"type":"place","lng":"1","lat":2,"accuracy":3}',
        '{"type":"place","lng":NaN,"lat":2,"accuracy":3}',
        '{"type":"place","lng":1,"lat":2,"accuracy":1e400}',
        '{"type":"place","lng":1,"lat":2,"accuracy":' + "9" * 600 + "}",
        '{"type":"place","lng":1,"lat":2,"accuracy":3,"heading":{}}',
        '{"type":"stop"' + " " * 2000 + "}",
    ],
)  # fmt: skip
def test_garbage_is_refused(text: str) -> None:
    with pytest.raises(WordRefused):
        read_word(text, arrived=0.0)


@given(st.text() | st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.dictionaries(
        st.sampled_from(["type", "lng", "lat", "accuracy", "heading", "tilt"]) | st.text(), inner
    ),
).map(json.dumps))  # fmt: skip
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(WordRefused):
        read_word(text, arrived=0.0)
