"""What is sent to us is shown as it comes, for as long as it comes."""

import asyncio
import time
from uuid import uuid4

import pytest

from registry.feeds.addresses import AllowList
from registry.feeds.decoding import Decoder, Picture
from registry.feeds.fetching import Fetcher
from registry.feeds.frames import Frames
from registry.feeds.pulling import Pulling
from registry.feeds.refusals import FeedSilent
from registry.feeds.sources import sent
from registry.feeds.sources.sent import Sent

PHONE, ANOTHER = uuid4(), uuid4()


def send(frames: Frames, camera: object, data: bytes) -> None:
    frames.put(camera, Picture(data, data), data, time.time())  # type: ignore[arg-type]


def test_each_picture_is_shown_and_silence_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent, "SILENCE", 0.2)

    async def run() -> tuple[list[bytes], str]:
        frames, fetcher, decoder = Frames(), Fetcher(AllowList()), Decoder()
        pulling = Pulling(fetcher, decoder, frames)
        seen: list[bytes] = []
        try:
            send(frames, PHONE, b"one")
            async with Sent(PHONE, frames, pulling).open(fetcher) as stream:
                assert pulling.watched[PHONE] == 1
                async for unit in stream.units():
                    seen.append(unit.data)
                    if len(seen) == 1:
                        send(frames, ANOTHER, b"not of this camera")
                        send(frames, PHONE, b"two")
        except FeedSilent as refusal:
            assert not pulling.watched
            return seen, refusal.detail
        finally:
            await fetcher.aclose()
            decoder.close()
        raise AssertionError("it went on in silence")

    assert asyncio.run(run()) == ([b"one", b"two"], "sends no pictures")
