"""When a picture was taken: the camera's word, as far as its clock can be believed."""

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from registry.feeds.sources.snapshot import captured_at

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


def said(*, year: int = 2026, hour: int = 12) -> str:
    return format_datetime(NOON.replace(year=year, hour=hour), usegmt=True)


def test_an_old_picture_is_as_old_as_the_camera_says() -> None:
    assert captured_at(said(hour=11), NOON.timestamp()) == NOON.timestamp() - 3600


@pytest.mark.parametrize(
    "word", [said(hour=13), said(year=1970), said(year=1969), "", "yesterday", "Wed, 99 Foo"]
)
def test_a_clock_that_cannot_be_right_is_not_believed(word: str) -> None:
    assert captured_at(word, NOON.timestamp()) == NOON.timestamp()
