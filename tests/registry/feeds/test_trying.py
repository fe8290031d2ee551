"""A feed is tried once, and what is in the way is said in words."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from registry.access.facts import Actor
from registry.feeds import trying
from registry.feeds.refusals import FeedForbidden, FeedSilent
from registry.feeds.sources.source import Codec, Still
from registry.models import Entry, Feed, User
from tests.registry.feeds.recorders.recorder import BEGAN, filmed
from tests.registry.ptz.scene import turnable

SECOND = filmed(Codec.H264)[0]


def came(take: Callable[[], Awaitable[Still]]) -> trying.Trial:
    return asyncio.run(trying._came(take))


def test_a_picture_that_decodes_has_come() -> None:
    async def take() -> Still:
        return Still(SECOND.data, BEGAN, Codec.H264)

    assert came(take) == trying.Trial(size=(64, 64), taken_at=BEGAN)


def test_one_that_does_not_decode_has_not() -> None:
    async def take() -> Still:
        return Still(b"\xff\xd8\xff no picture", BEGAN)

    trial = came(take)
    assert (trial.size, trial.taken_at) == (None, None)
    assert trial.why == "The picture cannot be decoded."


@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        (FeedSilent("refused the connection"), "Refused the connection."),
        (FeedForbidden("Not there."), "Not there."),
    ],
)
def test_a_refusal_is_a_sentence(refusal: Exception, why: str) -> None:
    async def take() -> Still:
        raise refusal

    assert came(take).why == why


def test_it_is_not_waited_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "PATIENCE", 0.1)

    async def take() -> Still:
        await asyncio.Event().wait()
        raise AssertionError

    assert came(take).why.startswith("No picture within")


def test_an_edge_boxs_camera_sends_by_itself(cast: dict[str, User]) -> None:
    camera = turnable(cast["dispatcher"].agency).camera
    Feed.objects.create(camera=camera, source="edge")
    done = trying.tried(Actor(role="administrator", id="a", name="Ada"), camera.pk)
    assert done == trying.Tried(live=trying.SENDS, recorded=None)
    assert Entry.objects.get(action="feed_tried").detail == {"recorder": False}
