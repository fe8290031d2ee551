"""What a box keeps: for its user only, whole or not at all; and what it finds on its network."""

import asyncio
import re
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import cast

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from registry.edge.agent import keys
from registry.edge.agent.__main__ import main
from registry.edge.agent.box import Box
from registry.edge.agent.cameras import LocalCamera
from registry.edge.agent.discovery import discover, matches
from registry.edge.agent.enrolling import enrol
from registry.edge.agent.journal import Journal
from registry.edge.agent.outbox import HELD, Outbox
from registry.edge.agent.refusals import AddressRefused, EnrolmentRefused
from registry.edge.wire import KEYFRAME, STILL, UNIT, Sent
from registry.feeds.sources.source import Codec

ANSWER = """<e:Envelope><e:Header><a:RelatesTo>uuid:{id}</a:RelatesTo></e:Header><e:Body>
<d:ProbeMatches><d:ProbeMatch>
<d:Scopes>onvif://www.onvif.org/name/Front%20door onvif://www.onvif.org/type/video</d:Scopes>
<d:XAddrs>http://127.0.0.1/onvif/device_service http://192.168.7.7/onvif</d:XAddrs>
</d:ProbeMatch></d:ProbeMatches></e:Body></e:Envelope>"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_passwords_and_looks_are_for_the_boxs_user_only(tmp_path: Path) -> None:
    keys.keep(Ed25519PrivateKey.generate(), tmp_path)
    Box().having(LocalCamera.at("rtsp://u:p@10.0.0.2/s")).save(tmp_path)
    Journal(tmp_path).write("began", camera="Door")
    assert {path.name: mode(path) for path in tmp_path.iterdir()} == {
        "key": 0o600, "box.json": 0o600, "looks.log": 0o600,
    }  # fmt: skip


def test_a_password_in_an_address_is_kept_apart(tmp_path: Path) -> None:
    camera = LocalCamera.at("rtsp://user:p@ss@10.0.0.2:554/s?x=1")
    assert (camera.url, camera.credential) == ("rtsp://10.0.0.2:554/s?x=1", "user:p@ss")
    assert "p@ss" not in repr(camera)
    Box().having(camera).save(tmp_path)
    assert Box.load(tmp_path).camera(camera.id) == camera


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "rtsp:///x", "10.0.0.2", "udp://h:1"])
def test_what_is_no_cameras_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        LocalCamera.at(url)


def test_a_line_that_was_cut_short_is_passed_over(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert journal.last() == []
    journal.write("began")
    with journal.path.open("a") as out:
        out.write('{"what": "en')
    assert [line["what"] for line in journal.last()] == ["began"]


def test_the_command_line_does_what_it_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ["--folder", str(tmp_path / "box")]
    assert main([*folder, "cameras", "add", "rtsp://10.0.0.2/s", "--name", "Door"]) == 0
    id = capsys.readouterr().out.split()[0]
    switch = [*folder, "cameras", "switch", id]
    assert main([*switch, "priority", "--show", "still", "--priority", "2", "--within", "90"]) == 0
    [camera] = Box.load(tmp_path / "box").cameras.values()
    assert (camera.terms.condition, camera.terms.within) == ("priority", 90.0)
    assert main([*folder, "cameras", "record", id, "on"]) == 0
    assert main([*folder, "ring", "5"]) == 0
    assert (Box.load(tmp_path / "box").camera(camera.id).keep, camera.keep) == (True, False)
    assert Box.load(tmp_path / "box").ring_gb == 5.0
    assert main([*switch, "hours"]) == 1
    assert main([*folder, "run"]) == 1
    assert "belongs to no centre yet" in capsys.readouterr().err
    assert main([*folder, "cameras", "remove", id]) == 0
    assert main([*folder, "cameras", "remove", id]) == 1


def test_a_camera_is_found_by_its_own_answer() -> None:
    async def run() -> dict[str, str]:
        loop = asyncio.get_running_loop()

        class Camera(asyncio.DatagramProtocol):
            def datagram_received(self, data: bytes, sender: tuple[str, int]) -> None:
                found = re.search(rb"uuid:([0-9a-f-]+)", data)
                assert found
                self.transport.sendto(b"\xff not XML", sender)
                self.transport.sendto(ANSWER.format(id="another").encode(), sender)
                self.transport.sendto(ANSWER.format(id=found[1].decode()).encode(), sender)

            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                self.transport = cast("asyncio.DatagramTransport", transport)

        transport, _ = await loop.create_datagram_endpoint(Camera, local_addr=("127.0.0.1", 0))
        try:
            return await discover(0.3, transport.get_extra_info("sockname"))
        finally:
            transport.close()

    assert asyncio.run(run()) == {"http://127.0.0.1/onvif/device_service": "Front door"}


@pytest.mark.parametrize("text", ["", "<XAddrs>" * 1000, "<XAddrs>http://[</XAddrs>"])
def test_an_answer_that_is_none_finds_nothing(text: str) -> None:
    assert matches(text, "10.0.0.2") == {}


def test_a_slow_line_goes_on_at_a_keyframe() -> None:
    camera = LocalCamera.at("rtsp://10.0.0.2/").id

    def unit(kind: int, size: int = 10) -> Sent:
        return Sent(kind, camera, Codec.H264, 1.0, 0.0, bytes(size))

    async def run() -> list[int]:
        outbox = Outbox()
        for each in (unit(KEYFRAME), unit(UNIT, HELD), unit(UNIT), unit(KEYFRAME), unit(UNIT)):
            outbox.show(each)
        outbox.say("first")
        assert await outbox.next() == "first"
        kinds = []
        for _ in range(3):
            sent = await outbox.next()
            assert isinstance(sent, Sent)
            kinds.append(sent.kind)
        return kinds

    assert asyncio.run(run()) == [KEYFRAME, KEYFRAME, UNIT]
    assert STILL not in (KEYFRAME, UNIT)


@pytest.fixture
def no_centre() -> Iterator[str]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            body = b'{"detail": "This code is used."}'
            self.send_response(422)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_refused_code_costs_no_key(tmp_path: Path, no_centre: str) -> None:
    keys.keep(Ed25519PrivateKey.generate(), tmp_path)
    before = (tmp_path / "key").read_bytes()
    with pytest.raises(EnrolmentRefused, match="This code is used"):
        enrol(tmp_path, no_centre, "0000-0000-0000", "Box")
    assert (tmp_path / "key").read_bytes() == before


@pytest.mark.parametrize("centre", ["http://centre.example", "ftp://127.0.0.1", "centre"])
def test_a_code_is_never_sent_unencrypted(tmp_path: Path, centre: str) -> None:
    with pytest.raises(EnrolmentRefused, match="https"):
        enrol(tmp_path, centre, "0000-0000-0000", "Box")
