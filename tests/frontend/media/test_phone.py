"""A caller's phone over a real socket: who may send, what is no picture, and every end."""

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from frontend.media.database import ask
from registry.accounts import casting
from registry.cameras.models import Placement
from registry.feeds.passes import Pass, Use
from registry.feeds.readers import reader
from registry.incidents import closing
from registry.models import Camera, Entry, Frame, Incident, Invite, Pose
from registry.phones import consenting, ending, inviting
from tests.frontend.media.conftest import Media, picture
from tests.registry.feeds.filmed import film
from tests.registry.feeds.fragmented import fragmented

HERE = Point(-84.5, 38.05, srid=4326)


class Call:
    """One call, its dispatcher, and one caller who has agreed."""

    def __init__(self) -> None:
        cast = casting.cast()
        self.dispatcher = reader(cast["dispatcher"])
        now = datetime.now(UTC)
        self.call = Incident.registry.create(
            source="CAD", external_id="1", number="26-0001", kind="robbery", priority=1,
            position=HERE, state="open", reported_at=now, updated_at=now,
        )  # fmt: skip
        self.invite = consenting.consent(inviting.invite(self.call.pk, by=self.dispatcher).secret)
        assert self.invite.camera_id
        self.camera = self.invite.camera_id

    def token(self, **claims: Any) -> str:
        facts = {"use": Use.PHONE, "user": "", "cameras": (self.camera,), "incident": self.call.pk}
        return Pass(**{**facts, "expires_at": int(time.time()) + 900, **claims}).signed()


@pytest.fixture
def call(media: Media) -> Call:
    return Call()


def url(media: Media, invite: object) -> str:
    return f"ws://127.0.0.1:{media.port}/phone/{invite}"


async def said(socket: ClientConnection, kind: str) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while True:
            words: dict[str, Any] = json.loads(await socket.recv())
            if words["type"] == kind:
                return words


async def end_of(socket: ClientConnection) -> tuple[int, str]:
    async with asyncio.timeout(60):
        with suppress(ConnectionClosed):
            while True:
                await socket.recv()
    return socket.close_code or 0, socket.close_reason or ""


def until(look: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not look():
        assert time.monotonic() < deadline


def closes(media: Media, invite: object, *messages: str | bytes) -> int:
    """Send these; gives the code of the end."""

    async def run() -> int:
        async with connect(url(media, invite), max_size=None) as socket:
            for message in messages:
                await socket.send(message)
            return (await end_of(socket))[0]

    return asyncio.run(run())


def test_a_stranger_is_not_let_in(call: Call, media: Media) -> None:
    invite = call.invite.pk
    past = int(time.time()) - 1
    assert closes(media, invite, "garbage") == 4401
    assert closes(media, invite, b"\xff\xd8\xff") == 4401
    assert closes(media, invite, call.token(use=Use.WATCH)) == 4401
    assert closes(media, invite, call.token()[:-2] + "AA") == 4401
    assert closes(media, invite, call.token(expires_at=past)) == 4408
    assert closes(media, invite, call.token(cameras=(uuid.uuid4(),))) == 4404
    assert closes(media, invite, call.token(cameras=())) == 4401
    assert closes(media, uuid.uuid4(), call.token()) == 4404
    assert closes(media, "no-uuid", call.token()) == 4404
    assert not Entry.objects.filter(action="phone_started").exists()


def test_another_sites_page_is_not_let_in(call: Call, media: Media) -> None:
    async def run() -> int:
        async with connect(url(media, call.invite.pk), origin="https://evil.example") as socket:  # type: ignore[arg-type]
            return (await end_of(socket))[0]

    assert asyncio.run(run()) == 4403


def test_an_invite_that_has_ended_is_over(call: Call, media: Media) -> None:
    ending.end(call.invite.pk, Invite.End.DISPATCHER, by=call.dispatcher)
    assert closes(media, call.invite.pk, call.token()) == 4410


def test_pictures_and_places_arrive(call: Call, media: Media) -> None:
    place = {"type": "place", "lng": -84.501, "lat": 38.051, "accuracy": 8, "heading": 405}

    async def run() -> list[bool]:
        async with connect(url(media, call.invite.pk)) as socket:
            await socket.send(call.token())
            await said(socket, "sharing")
            await socket.send(json.dumps(place))
            await socket.send(picture(1))
            taken = [(await said(socket, "taken"))["seen"]]
            await socket.send(b"no picture")
            taken.append((await said(socket, "taken"))["seen"])
            await ask(
                until, lambda: Frame.objects.filter(camera=call.camera, state="live").exists()
            )
            return taken

    assert asyncio.run(run()) == [True, False]
    camera = Camera.registry.get(pk=call.camera)
    assert (camera.azimuth, camera.position_sd) == (45.0, 8.0)
    assert camera.position.equals_exact(Point(-84.501, 38.051), 1e-9)
    assert Placement.objects.filter(camera=camera, valid_to=None).exists()
    until(lambda: Frame.objects.filter(camera=call.camera, state="offline").exists())


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("garbage", 1007),
        ('{"type":"place","lng":"here","lat":1,"accuracy":1}', 1007),
        ("x" * 5000, 1009),
        (b"\xff" * 600_000, 1009),
    ],
    ids=["garbage", "no numbers", "long words", "huge picture"],
)
def test_what_cannot_be_read_ends_the_line_precisely(
    call: Call, media: Media, message: str | bytes, code: int
) -> None:
    assert closes(media, call.invite.pk, call.token(), message) == code


FILM = fragmented(film(pictures=200, every=10))
AT = FILM.index(b"moof") - 4


def test_a_phone_that_films_is_seen_as_film(call: Call, media: Media) -> None:
    given = Pass(
        use=Use.LIVE, user=str(call.dispatcher.user_id), cameras=(call.camera,),
        incident=call.call.pk,
    )  # fmt: skip

    async def run() -> list[str]:
        door = f"ws://127.0.0.1:{media.port}/live/{call.camera}?plays=h264"
        async with connect(url(media, call.invite.pk)) as phone, connect(door) as desk:
            await phone.send(call.token())
            await said(phone, "sharing")
            await phone.send('{"type":"film"}')
            await phone.send(picture(1))
            assert (await said(phone, "taken"))["seen"]
            await desk.send(given.signed())
            await said(desk, "opened")
            sending = asyncio.create_task(films(phone))
            try:
                return await mimes(desk, pieces=15)
            finally:
                sending.cancel()

    assert asyncio.run(run())[-1].startswith('video/mp4; codecs="avc1.')


async def films(phone: ClientConnection) -> None:
    """Send a film as a phone does: its start, then a fragment after the other."""
    await phone.send(FILM[:AT])
    fragments = FILM[AT:].split(b"moof")
    cut = [fragments[n][-4:] + b"moof" + fragments[n + 1][:-4] for n in range(len(fragments) - 1)]
    for fragment in cut:
        await said(phone, "taken")
        await phone.send(fragment)


async def mimes(desk: ClientConnection, *, pieces: int) -> list[str]:
    """Read so many pieces of film; gives how each film that began is coded."""
    found: list[str] = []
    count = 0
    async with asyncio.timeout(30):
        while count < pieces:
            message = await desk.recv()
            if isinstance(message, bytes):
                count += bool(found) and found[-1].startswith("video/")
            elif (words := json.loads(message))["type"] == "film":
                found.append(words["mime"])
    return found


def test_what_is_no_film_is_refused_and_pictures_go_on(call: Call, media: Media) -> None:
    async def run() -> tuple[str, bool]:
        async with connect(url(media, call.invite.pk)) as phone:
            await phone.send(call.token())
            await said(phone, "sharing")
            await phone.send('{"type":"film"}')
            await phone.send(b"<html>no film at all</html>")
            reason = (await said(phone, "film_refused"))["reason"]
            assert not (await said(phone, "taken"))["seen"]
            await phone.send(picture(1))
            return reason, (await said(phone, "taken"))["seen"]

    reason, seen = asyncio.run(run())
    assert reason
    assert seen


def test_a_place_that_cannot_be_moves_nothing_and_ends_nothing(call: Call, media: Media) -> None:
    fakes = [(0, 0, 5), (999, 38, 5), (-84.5, 89.9, 5), (-84.5, 38, 50_000)]

    async def run() -> list[str]:
        reasons = []
        for lng, lat, accuracy in fakes:
            async with connect(url(media, call.invite.pk)) as socket:
                await socket.send(call.token())
                await socket.send(
                    json.dumps({"type": "place", "lng": lng, "lat": lat, "accuracy": accuracy})
                )
                reasons.append((await said(socket, "place_refused"))["reason"])
        return reasons

    assert len(asyncio.run(run())) == len(fakes)
    assert not Pose.objects.filter(camera=call.camera).exists()


def test_a_phone_that_comes_back_takes_over_from_itself(call: Call, media: Media) -> None:
    async def run() -> int:
        async with connect(url(media, call.invite.pk)) as first:
            await first.send(call.token())
            await said(first, "sharing")
            async with connect(url(media, call.invite.pk)) as second:
                await second.send(call.token())
                await said(second, "sharing")
                code, _ = await end_of(first)
                await second.send(picture(3))
                assert (await said(second, "taken"))["seen"]
                return code

    assert asyncio.run(run()) == 4409


def test_the_caller_stops_it(call: Call, media: Media) -> None:
    assert closes(media, call.invite.pk, call.token(), '{"type":"stop"}') == 1000
    call.invite.refresh_from_db()
    assert call.invite.ended_by == Invite.End.CALLER
    assert closes(media, call.invite.pk, call.token()) == 4410


@pytest.mark.parametrize("deed", ["stop", "close"])
def test_dispatch_cuts_it(call: Call, media: Media, deed: str) -> None:
    def act() -> None:
        if deed == "stop":
            ending.end(call.invite.pk, Invite.End.DISPATCHER, by=call.dispatcher)
        else:
            closing.close(call.call.pk, by=call.dispatcher)

    async def run() -> int:
        async with connect(url(media, call.invite.pk)) as socket:
            await socket.send(call.token())
            await said(socket, "sharing")
            await ask(act)
            return (await end_of(socket))[0]

    assert asyncio.run(run()) == 4410


def test_the_clock_ends_it(call: Call, media: Media) -> None:
    Invite.objects.update(ends_at=datetime.now(UTC) + timedelta(seconds=2))

    async def run() -> int:
        async with connect(url(media, call.invite.pk)) as socket:
            await socket.send(call.token())
            return (await end_of(socket))[0]

    assert asyncio.run(run()) in {4408, 4410}
    until(lambda: Invite.objects.filter(ended_by=Invite.End.TIME).exists())
    assert Camera.registry.get(pk=call.camera).status == Camera.Status.RETIRED
