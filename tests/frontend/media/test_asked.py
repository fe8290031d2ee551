"""What an owner's yes opened is cut when they stop it, and when its time has run out by itself."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from websockets.asyncio.client import connect

from registry.incidents import asking
from registry.incidents.lapsing import tell_lapsed
from registry.models import Grant, Owner, Question
from registry.owners.acting import Acting
from tests.frontend.media.conftest import Media
from tests.frontend.media.test_watch import Scene, closing, code, pictures, scene, url

__all__ = ["scene"]


def yes(scene: Scene, lasts: timedelta) -> Question:
    """Have the owner asked, and say yes for so long."""
    Grant.objects.update(condition="ask")
    now = timezone.now()
    return Question.objects.create(
        grant=scene.grant, camera=scene.private, incident=scene.call, asked_by=scene.user,
        expires_at=now, answer="yes", answered_at=now, opens_from=now, opens_until=now + lasts,
    )  # fmt: skip


def meanwhile(deed: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        deed()
        connection.close()

    return run


def test_who_looks_by_a_yes_is_cut_when_the_owner_stops_it(scene: Scene, media: Media) -> None:
    question = yes(scene, timedelta(minutes=15))

    def stop() -> None:
        asking.stop(question.pk, by=Acting.of(Owner.objects.get(name="Shop")))

    async def run() -> int:
        async with connect(url(media)) as socket:
            await socket.send(scene.token(scene.private))
            await pictures(socket, {scene.private.id: 1})
            await asyncio.to_thread(meanwhile(stop))
            return code(await closing(socket))

    assert asyncio.run(run()) == 4410


def test_who_looks_by_a_yes_is_cut_when_its_time_is_over(scene: Scene, media: Media) -> None:
    yes(scene, timedelta(seconds=2))

    async def run() -> int:
        async with connect(url(media)) as socket:
            await socket.send(scene.token(scene.private))
            await pictures(socket, {scene.private.id: 1})
            end = asyncio.create_task(closing(socket))
            while not end.done():  # as the worker does, each second
                await asyncio.to_thread(meanwhile(tell_lapsed))
                await asyncio.wait([end], timeout=0.2)
            return code(end.result())

    assert asyncio.run(run()) == 4410
