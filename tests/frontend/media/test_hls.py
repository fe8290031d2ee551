"""Playlists and segments through our door: for an open look only, and none of the camera's own."""

import asyncio
import re
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import pytest
from websockets.asyncio.client import ClientConnection, connect

from frontend.media.database import ask
from registry.feeds.passes import Use
from registry.feeds.sealing import seal
from registry.models import Feed
from tests.frontend.media.conftest import CameraServer, Media, served_in_thread
from tests.frontend.media.test_live import Words, read, said, token, url, word
from tests.frontend.media.test_watch import Scene, closing, code
from tests.registry.feeds.filmed import film
from tests.registry.feeds.fragmented import fragmented

FILM = fragmented(film(pictures=50, every=25))
AT = FILM.index(b"moof") - 4
LIST = """#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:{number}
#EXT-X-DATERANGE:ID="1",START-DATE="2026-01-01T00:00:00Z",X-ASSET-URI="http://evil.example/"
#EXT-X-MAP:URI="start.mp4"
#EXTINF:2.0,<script>
{number}.m4s
"""


class Playlists:
    """A camera over HLS that counts what it is asked, and answers otherwise where told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, bytes] = {
            "list.m3u8": LIST.format(number=7).encode(),
            "start.mp4": FILM[:AT],
            "7.m4s": FILM[AT:],
        }
        self.port = 0

    def url(self, name: str = "list.m3u8") -> str:
        return f"http://127.0.0.1:{self.port}/{name}"


class Door(ThreadingHTTPServer):
    """Where the camera of every test answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Replies)
        self.served = Playlists()


class Replies(BaseHTTPRequestHandler):
    """A list, a piece, or nothing."""

    server: Door

    def do_GET(self) -> None:
        served, name = self.server.served, self.path.lstrip("/")
        served.asked.append(name)
        self.send_response(200 if name in served.answers else 404)
        body = served.answers.get(name, b"")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "text/html")
        self.send_header("Set-Cookie", "camera=own")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with served_in_thread(Door()) as door:
        yield door


@pytest.fixture(scope="module")
def third_port(door: Door) -> int:
    return door.server_port


@pytest.fixture
def playlists(door: Door) -> Playlists:
    door.served = Playlists()
    door.served.port = door.server_port
    return door.served


@pytest.fixture
def scene(playlists: Playlists, media: Media, cameras: CameraServer) -> Scene:
    scene = Scene(cameras)
    # its thumbnails come another way: what is asked of the list is asked for the look
    Feed.objects.update(source="hls", url=playlists.url(), still_url=playlists.url("still.jpg"))
    return scene


Answer = tuple[int, bytes, dict[str, str]]


def get(address: str, given: str = "", **headers: str) -> Answer:
    if given:
        headers["Authorization"] = f"Bearer {given}"
    asked = Request(address, headers=headers)  # noqa: S310  our own
    try:
        with urlopen(asked, timeout=20) as answer:  # noqa: S310  our own
            return answer.status, answer.read(), {k.lower(): v for k, v in answer.headers.items()}
    except HTTPError as refused:
        return refused.code, refused.read(), {}


def names(playlist: bytes) -> list[str]:
    quoted = re.findall(rb'URI="([^"]+)"', playlist)
    bare = [line for line in playlist.splitlines() if line and not line.startswith(b"#")]
    return [name.decode() for name in quoted + bare]


def looking(scene: Scene, media: Media, then: Callable[[str, str], Answer]) -> Answer:
    """Open a look; do something with the address of its playlist and its pass."""

    async def run() -> Answer:
        async with connect(url(media, scene.open, "h264,hls")) as socket:
            given = token(scene, scene.open)
            address = await begun(socket, media, scene, given)
            return await asyncio.to_thread(then, address, given)

    return asyncio.run(run())


async def begun(socket: ClientConnection, media: Media, scene: Scene, given: str) -> str:
    await socket.send(given)
    film: Words = said(await read(socket, until=word("film")), "film")[0]
    assert film["mime"] == "application/vnd.apple.mpegurl"
    return str(urljoin(f"http://127.0.0.1:{media.port}/live/{scene.open.id}", film["url"]))


def test_a_player_is_given_the_list_its_start_and_its_segments(
    scene: Scene, media: Media, playlists: Playlists
) -> None:
    def play(address: str, given: str) -> Answer:
        status, playlist, headers = get(address, given)
        assert status == 200
        assert headers["content-type"] == "application/vnd.apple.mpegurl"
        start, segment = (get(urljoin(address, name), given) for name in names(playlist))
        assert start[1] + segment[1] == FILM
        for _ in range(3):
            again = get(urljoin(address, names(playlist)[1]), given)
            assert again[1] == segment[1]
        assert b"evil" not in playlist
        assert b"script" not in playlist
        assert str(playlists.port).encode() not in playlist
        return segment

    _, _, headers = looking(scene, media, play)
    assert headers["content-type"] == "application/octet-stream"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers
    assert playlists.asked.count("7.m4s") == 1
    assert playlists.asked.count("start.mp4") == 1


def test_a_browser_that_takes_no_lists_is_sent_film(scene: Scene, media: Media) -> None:
    async def run() -> str:
        async with connect(url(media, scene.open)) as socket:
            await socket.send(token(scene, scene.open))
            return str(said(await read(socket, until=word("film")), "film")[0]["mime"])

    assert asyncio.run(run()).startswith("video/mp4")


def test_who_shows_no_pass_or_another_is_told_nothing(scene: Scene, media: Media) -> None:
    def knock(address: str, given: str) -> Answer:
        others = [
            "",
            "nonsense",
            given[:-4] + "AAAA",
            token(scene, scene.open, expires_at=1),
            token(scene, scene.open, use=Use.WATCH),
            token(scene, scene.private),
            token(scene, scene.open, call=False),
        ]
        assert {get(address, other)[0] for other in others} == {404}
        assert get(address, given, Origin="https://evil.example")[0] == 404
        return get(address, given)

    assert looking(scene, media, knock)[0] == 200


def test_names_nobody_gave_lead_nowhere(scene: Scene, media: Media, playlists: Playlists) -> None:
    def knock(address: str, given: str) -> Answer:
        folder = address.rpartition("/")[0]
        _, playlist, _ = get(address, given)
        segment = names(playlist)[1]
        elsewhere = seal(scene.open.id, "http://127.0.0.1:22/", 1, step=300)
        of_another = seal(scene.private.id, playlists.url(), 0, step=300)
        past = seal(scene.open.id, playlists.url(), 0, step=300, now=1.0)
        made_up = ["..%2f..%2fhealthz", "%2e%2e", "list.m3u8", "AAAA", segment[:-2] + "AA"]
        for name in [*made_up, elsewhere, of_another, past, "é".encode().hex()]:
            assert get(f"{folder}/{name}", given)[0] == 404, name
        other = folder.replace(str(scene.open.id), str(uuid.uuid4()))
        assert get(f"{other}/{segment}", given)[0] == 404
        return get(f"{folder}/{segment}", given)

    assert looking(scene, media, knock)[0] == 200


def test_a_playlist_that_leads_elsewhere_is_refused(
    scene: Scene, media: Media, playlists: Playlists
) -> None:
    playlists.answers["list.m3u8"] += b"#EXTINF:2,\nhttp://169.254.169.254/latest\n"
    status, body, _ = looking(scene, media, get)
    assert status == 503
    assert b"leads elsewhere" in body


def test_a_look_that_is_cut_is_refused_from_then_on(scene: Scene, media: Media) -> None:
    def close() -> None:
        type(scene.call).registry.filter(pk=scene.call.pk).update(
            state="closed", closed_at=scene.call.reported_at
        )

    async def run() -> tuple[int, int]:
        async with connect(url(media, scene.open, "h264,hls")) as socket:
            given = token(scene, scene.open)
            address = await begun(socket, media, scene, given)
            await ask(close)
            refused = code(await closing(socket))
            return refused, (await asyncio.to_thread(get, address, given))[0]

    assert asyncio.run(run()) == (4410, 404)
