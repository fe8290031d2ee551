"""A box at an owner's site: the real program, or a hand-held one that may lie."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from websockets.asyncio.client import ClientConnection, connect

from registry.access.facts import Actor
from registry.edge import hearing, pairing
from registry.edge.agent import box as boxes
from registry.edge.agent import keys
from registry.edge.agent.cameras import LocalCamera
from registry.edge.agent.journal import Journal
from registry.edge.terms import Terms
from registry.edge.wire import proof_of_enrolment, proof_of_hello
from registry.models import Agency, Box, BoxCamera, Owner, User
from tests.frontend.media.conftest import HOUSE, Media

ALWAYS = Terms(capabilities=frozenset({"still", "live"}), condition="always")


def registrar(agency: Agency) -> Actor:
    user, _ = User.objects.get_or_create(username="rhea", role="registrar", agency=agency)
    return Actor(role="registrar", id=str(user.uid), name="rhea", user_id=user.pk,
                 agency_id=agency.pk, agency=agency.name)  # fmt: skip


def enrolled(owner: Owner, by: Actor, key: Ed25519PrivateKey) -> Box:
    """Join a box without a socket."""
    code, public = pairing.make_code(owner.pk, by=by), keys.public(key)
    proof = key.sign(proof_of_enrolment(code, public)).hex()
    return pairing.enrol(code, public, proof, "Shop's box")


def health(*cameras: LocalCamera, state: str = "live") -> dict[str, Any]:
    """Say what a box says."""
    told = [
        {
            "id": str(camera.id), "name": camera.name, "offers": ["still", "live"],
            "state": state, "reason": "", "terms": camera.terms.said(),
        }
        for camera in cameras
    ]  # fmt: skip
    return {"type": "health", "cameras": told}


def heard(box: Box, *cameras: LocalCamera) -> list[BoxCamera]:
    """Let the centre know of a box's cameras."""
    hearing.hear(box.pk, hearing.read_health(health(*cameras)))
    return list(box.cameras.order_by("name"))


@dataclass
class Site:
    """Where the box stands: its folder, and its program while it runs."""

    folder: Path
    box: boxes.Box
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def camera(self) -> LocalCamera:
        return next(iter(self.box.cameras.values()))

    def switch(self, terms: Terms) -> None:
        """Turn the first camera's switch, as the owner's command line does."""
        boxes.Box.load(self.folder).switched(self.camera.id, terms).save(self.folder)

    def looks(self, what: str) -> list[dict[str, Any]]:
        return [line for line in Journal(self.folder).last() if line["what"] == what]


def site(
    folder: Path, media: Media, box: Box, key: Ed25519PrivateKey, camera: LocalCamera, port: int
) -> Site:
    keys.keep(key, folder)
    kept = boxes.Box(
        id=box.pk,
        centre="http://127.0.0.1",
        line=f"ws://127.0.0.1:{media.port}/edge",
        time_zone="America/New_York",
        page_port=0,
        local_ports=(port,),
    ).having(camera)
    kept.save(folder)
    return Site(folder, kept)


@contextmanager
def at_work(site: Site) -> Iterator[Site]:
    """Run the box's program."""
    command = [sys.executable, "-m", "registry.edge.agent", "--folder", str(site.folder), "run"]
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    site.process = subprocess.Popen(command, cwd=HOUSE, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield site
    finally:
        site.process.terminate()
        site.process.wait(10)


def promised(seconds: float) -> float:
    """Give what is promised to owners on a machine that does nothing else; a busy one has more."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def until(found: Any, seconds: float = 30.0) -> Any:
    """Wait until something is found."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)
    return value


async def words(socket: ClientConnection, kind: str) -> dict[str, Any]:
    """Read until the centre says something of this kind."""
    async with asyncio.timeout(10):
        while True:
            message = await socket.recv()
            assert isinstance(message, str)
            said: dict[str, Any] = json.loads(message)
            if said["type"] == kind:
                return said


@asynccontextmanager
async def by_hand(
    media: Media, box: UUID, key: Ed25519PrivateKey
) -> AsyncIterator[ClientConnection]:
    """Hold a box's line by hand."""
    async with connect(f"ws://127.0.0.1:{media.port}/edge", max_size=None) as socket:
        nonce = (await words(socket, "challenge"))["nonce"]
        proof = key.sign(proof_of_hello(box, nonce)).hex()
        await socket.send(json.dumps({"type": "hello", "box": str(box), "proof": proof}))
        await words(socket, "welcome")
        yield socket


def opened(camera: LocalCamera, terms: Terms) -> LocalCamera:
    return replace(camera, terms=terms)
