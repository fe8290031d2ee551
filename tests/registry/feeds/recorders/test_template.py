"""Each way to say a moment in an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.feeds.recorders.listing import moment
from registry.feeds.recorders.template import Template, rfc3339

AT = 1_700_000_000.25  # 2023-11-14T22:13:20.250Z


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("{start_rfc3339}", "2023-11-14T22:13:20.250Z"),
        ("{start_unix}", "1700000000.250"),
        ("{start_unix_s}", "1700000000"),
        ("{start_unix_ms}", "1700000000250"),
        ("{end_unix}", "1700000012.750"),
        ("{end_rfc3339}", "2023-11-14T22:13:32.750Z"),
        ("{duration}", "12.500"),
    ],
)
def test_a_place_is_filled(place: str, said: str) -> None:
    assert Template(f"http://r/{place}/x").filled(AT, AT + 12.5) == f"http://r/{said}/x"


def test_what_is_no_place_stays() -> None:
    assert Template("http://r/{camera}?a={}").filled(AT, AT) == "http://r/{camera}?a={}"


def test_an_address_of_whole_seconds_begins_before_the_moment() -> None:
    assert Template("http://r/{start_unix_s}/{end_unix_s}").begun(AT) == 1_700_000_000.0
    assert Template("http://r/{start_unix}/{end_unix}").begun(AT) == AT


@given(st.floats(0, 4_000_000_000))
def test_what_is_written_is_read_again(at: float) -> None:
    assert moment(rfc3339(at)) == pytest.approx(at, abs=0.001)
