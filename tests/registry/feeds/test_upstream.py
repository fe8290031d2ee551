"""Each feed's recorder is asked in its way; the password goes with it, and is not printed."""

import asyncio

import pytest
from cryptography.fernet import Fernet

from registry.feeds import credentials
from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.playback import Recorded
from registry.feeds.recorders.over_http import OverHttp
from registry.feeds.recorders.replay import Replay
from registry.feeds.recorders.searched import Searched
from registry.feeds.refusals import FeedForbidden
from registry.feeds.upstream import recorded_of
from registry.models import Feed

GUARD = "viewer:12345"


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ({"playback_url": "http://r/x", "spans_url": "y"}, OverHttp("http://r/x", "y", GUARD)),
        ({"playback_url": "rtsp://r/x"}, Replay("rtsp://r/x", GUARD)),
        ({"recorder_url": "http://r/o", "recording": "R1"}, Searched("http://r/o", "R1", GUARD)),
    ],
)
def test_each_feed_has_its_recorder(said: dict[str, str], made: Recorded) -> None:
    feed = Feed(**said, playback_credential=credentials.encrypt(GUARD))
    assert recorded_of(feed) == made
    assert "12345" not in repr(made)


def test_the_cameras_own_password_is_not_the_recorders() -> None:
    feed = Feed(playback_url="rtsp://r/x", credential=credentials.encrypt(GUARD))
    assert recorded_of(feed) == Replay("rtsp://r/x")


def test_a_feed_without_a_recorder_has_none() -> None:
    assert recorded_of(Feed(url="rtsp://c/")) is None


def test_a_password_no_key_opens_is_said_and_not_left_out() -> None:
    lost = Fernet(Fernet.generate_key()).encrypt(b"a:b")
    recorder = recorded_of(Feed(playback_url="rtsp://r/x", playback_credential=lost))
    assert recorder
    fetcher = Fetcher(AllowList())
    with pytest.raises(FeedForbidden, match="enter it anew"):
        asyncio.run(recorder.spans(fetcher, 0.0, 1.0))
    with pytest.raises(FeedForbidden, match="enter it anew"):
        recorder.play(fetcher, 0.0, 1.0)
