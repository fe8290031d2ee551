"""The real program against a centre that lies: the box lets out what its owner opened, no more."""

import asyncio
import json
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from registry.edge.agent import keys
from registry.edge.agent.__main__ import main
from registry.edge.agent.box import Box
from registry.edge.agent.cameras import LocalCamera
from registry.edge.agent.journal import Journal
from registry.edge.agent.line import rest
from registry.edge.agent.running import Running
from registry.edge.terms import Terms
from registry.edge.wire import HEARTBEAT, Sent, proof_of_hello
from tests.frontend.media.boxed import promised
from tests.frontend.media.conftest import CameraServer, camera_door, cameras
from tests.frontend.media.streamer import Streamer

__all__ = ["camera_door", "cameras"]  # fixtures

STILLS = frozenset({"still"})
CALL = {
    "number": "26-1", "kind": "robbery", "priority": 3, "metres": 80.0, "role": "dispatcher",
    "unreal": False, "purpose": "call_for_service", "agency": "Police",
}  # fmt: skip


@dataclass
class Centre:
    """What a box said and sent to a centre that may say anything."""

    looks: list[dict[str, Any]] = field(default_factory=list)
    words: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[Sent] = field(default_factory=list)
    takes: bool = True  # what is sent of recordings, so that more of it comes
    lines: int = 0
    line: ServerConnection | None = None
    port: int = 0

    async def ask(self, *looks: dict[str, Any]) -> None:
        self.looks = list(looks)
        assert self.line
        await self.line.send(json.dumps({"type": "looks", "looks": self.looks}))

    async def say(self, kind: str, ask: UUID, **facts: Any) -> None:
        assert self.line
        await self.line.send(json.dumps({"type": kind, "ask": str(ask)} | facts))

    def told(self, kind: str) -> list[dict[str, Any]]:
        return [said for said in self.words if said["type"] == kind]

    def refused(self) -> list[str]:
        return [said["reason"] for said in self.words if said["type"] == "refused"]

    def condition(self) -> str:
        """Say what the box last said its switch is at."""
        told = [said["cameras"] for said in self.words if said["type"] == "health"]
        return str(told[-1][0]["terms"]["condition"])

    async def _hold(self, line: ServerConnection) -> None:
        self.lines += 1
        await line.send(json.dumps({"type": "challenge", "nonce": secrets.token_hex(32)}))
        self.words.append(json.loads(await line.recv()))
        await line.send(json.dumps({"type": "welcome"}))
        self.line = line
        try:
            async for message in line:
                if isinstance(message, bytes):
                    self.pictures.append(sent := Sent.read(message))
                    if sent.recorded and self.takes:
                        await self.say("more", sent.camera, bytes=len(sent.data))
                else:
                    self.words.append(json.loads(message))
        except ConnectionClosed:
            return


@dataclass
class Place:
    """A box with one camera, and the centre it belongs to."""

    folder: Path
    camera: LocalCamera
    cameras: CameraServer | Streamer

    centre: Centre = field(default_factory=Centre)

    @property
    def asked(self) -> int:
        """Say how often its camera was asked for a picture."""
        return self.cameras.asked.get("door", 0) if isinstance(self.cameras, CameraServer) else 0

    def look(self, **changed: Any) -> dict[str, Any]:
        call = CALL | changed.pop("call", {})
        return {
            "id": "a", "camera": str(self.camera.id), "want": "still", "every": 0.5, "call": call
        } | changed  # fmt: skip

    def switch(self, terms: Terms) -> None:
        Box.load(self.folder).switched(self.camera.id, terms).save(self.folder)

    def log(self) -> list[str]:
        return [line["what"] for line in reversed(Journal(self.folder).last())]

    @asynccontextmanager
    async def running(self, terms: Terms) -> AsyncIterator[Centre]:
        async with serve(self.centre._hold, "127.0.0.1", 0, max_size=None) as server:
            self.centre.port = next(iter(server.sockets)).getsockname()[1]
            keys.keep(Ed25519PrivateKey.generate(), self.folder)
            Box(
                id=uuid4(), centre="http://127.0.0.1", page_port=0,
                line=f"ws://127.0.0.1:{self.centre.port}/edge", time_zone="America/New_York",
                local_ports=(self.cameras.port,),
            ).having(self.camera).switched(self.camera.id, terms).save(self.folder)  # fmt: skip
            box = asyncio.create_task(Running(self.folder).run())
            try:
                await until(lambda: self.centre.line)
                yield self.centre
            finally:
                box.cancel()
                await asyncio.gather(box, return_exceptions=True)


@pytest.fixture
def place(tmp_path: Path, cameras: CameraServer) -> Place:
    camera = LocalCamera(id=uuid4(), name="Door", url=cameras.url("door"))
    return Place(tmp_path, camera, cameras)


async def until(found: Callable[[], Any], seconds: float = 25.0) -> None:
    async with asyncio.timeout(seconds):
        while not found():
            await asyncio.sleep(0.02)


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(test())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        (Terms(), "its owner has not opened its stills"),
        (Terms(capabilities=STILLS), "its owner has closed it for now"),
        (Terms(capabilities=STILLS, condition="ask"), "its owner wants to be asked each time"),
        (
            Terms(capabilities=STILLS, condition="panic"),
            "opens only while a panic alarm is open here",
        ),
        (
            Terms(capabilities=STILLS, condition="priority", priority_at_most=2),
            "opens for calls of priority 2 or more urgent",
        ),
        (
            Terms(capabilities=STILLS, condition="priority", priority_at_most=4, within=50.0),
            "opens for calls within 50 m",
        ),
    ],
)
def test_a_centre_that_asks_for_what_is_closed_gets_a_reason_and_no_picture(
    place: Place, terms: Terms, reason: str
) -> None:
    async def test() -> None:
        async with place.running(terms) as centre:
            await centre.ask(place.look())
            await until(centre.refused)
            asked = place.asked
            await centre.ask(place.look(id="b"))  # and again, under another name
            await until(lambda: len(centre.refused()) == 2)
            assert set(centre.refused()) == {reason}
            assert centre.pictures == []
            assert place.asked <= asked + 1  # its own look at its health

    run(test)
    assert place.log() == ["refused", "refused"]


@pytest.mark.parametrize(
    "changed",
    [
        {"call": {"role": "administrator"}},
        {"want": "live"},
        {"camera": str(uuid4())},
    ],
)
def test_a_centre_that_asks_for_something_else_gets_nothing(
    place: Place, changed: dict[str, Any]
) -> None:
    async def test() -> None:
        opened = Terms(capabilities=frozenset({"still", "live"}), condition="always")
        async with place.running(opened) as centre:
            await centre.ask(place.look(**changed))
            await until(centre.refused)
            assert centre.pictures == []

    run(test)


@pytest.mark.parametrize(
    "nonsense", [None, {}, {"want": "recorded"}, {"call": None}, {"camera": 7}, {"every": "often"}]
)
def test_nonsense_of_a_centre_is_no_look(place: Place, nonsense: Any) -> None:
    async def test() -> None:
        async with place.running(Terms(capabilities=STILLS, condition="always")) as centre:
            wrong = None if nonsense is None else place.look(id="w") | nonsense
            wrong = {} if nonsense == {} else wrong
            await centre.ask(place.look(), wrong)  # type: ignore[arg-type]
            await until(lambda: len(centre.pictures) >= 2)

    run(test)
    assert place.log().count("began") == 1


def test_the_owners_switch_cuts_within_two_seconds(place: Place) -> None:
    async def test() -> None:
        async with place.running(Terms(capabilities=STILLS, condition="always")) as centre:
            await centre.ask(place.look())
            await until(lambda: len(centre.pictures) >= 2)
            place.switch(Terms(capabilities=STILLS, condition="panic"))
            await until(centre.refused, promised(2.0))
            came = len(centre.pictures)
            await until(lambda: centre.condition() == "panic", promised(2.0))
            await centre.ask(place.look(id="b"))
            await until(lambda: len(centre.refused()) == 2)
            assert len(centre.pictures) == came

    run(test)
    assert place.log()[:2] == ["began", "cut"]


def test_a_look_its_owner_could_not_read_of_does_not_happen(place: Place) -> None:
    (place.folder / "looks.log").symlink_to("/dev/full")

    async def test() -> None:
        async with place.running(Terms(capabilities=STILLS, condition="always")) as centre:
            await centre.ask(place.look())
            await until(centre.refused)
            assert centre.refused() == [
                "this box cannot write its owner's log: No space left on device"
            ]
            assert centre.pictures == []
            assert centre.lines == 1

    run(test)


def test_a_port_another_program_has_is_one_clear_line(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        box = Box(id=uuid4(), line="ws://127.0.0.1:9/edge", page_port=other.getsockname()[1])
        box.save(place.folder)
        keys.keep(Ed25519PrivateKey.generate(), place.folder)
        assert main(["--folder", str(place.folder), "run"]) == 1
    assert "Another program has the port" in capsys.readouterr().err


def test_a_look_that_is_not_named_again_ends(place: Place) -> None:
    async def test() -> None:
        async with place.running(Terms(capabilities=STILLS, condition="always")) as centre:
            await centre.ask(place.look())
            await until(lambda: centre.pictures)
            await centre.ask()
            await until(lambda: "ended" in place.log())

    run(test)


def test_health_says_nothing_of_where_a_camera_is_reached(place: Place) -> None:
    async def test() -> None:
        async with place.running(Terms(capabilities=STILLS, condition="always")) as centre:
            await until(lambda: len(centre.words) >= 2)
            said = json.dumps(centre.words)
            assert place.camera.name in said
            assert str(place.cameras.port) not in said
            assert centre.pictures == []

    run(test)


def test_a_line_that_broke_is_dialled_again(place: Place) -> None:
    async def test() -> None:
        async with place.running(Terms()) as centre:
            assert centre.line
            await centre.line.close(1011, "gone")
            await until(lambda: centre.lines == 2)

    run(test)


def test_no_two_boxes_come_back_together() -> None:
    assert [rest(n, 1.0) for n in (1, 2, 3, 20)] == [2.0, 4.0, 8.0, 60.0]
    assert rest(9, 0.0) == 0.0
    assert rest(9, 0.25) == 15.0
    assert HEARTBEAT == 10.0


def test_a_hello_is_signed_for_this_box_and_this_challenge() -> None:
    box = uuid4()
    assert proof_of_hello(box, "a") != proof_of_hello(box, "b") != proof_of_hello(uuid4(), "b")
