"""What is asked of an ONVIF recorder over a real socket, and what is made of its answers."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TypeVar

import pytest
from defusedxml import ElementTree

from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.onvif import recordings, soap
from registry.feeds.onvif.recordings import Recorder, Recording
from registry.feeds.playback import Span
from registry.feeds.recorders.searched import Searched
from registry.feeds.refusals import FeedForbidden, FeedSilent, NothingThere

WHOLE = (
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>{}</s:Body></s:Envelope>'
)
SERVICE = "<Service><Namespace>{}</Namespace><XAddr>{}</XAddr></Service>"
FOUND = "<FindRecordingsResponse><SearchToken>s&amp;1</SearchToken></FindRecordingsResponse>"
RESULTS = "<Results><ResultList><SearchState>{}</SearchState>{}</ResultList></Results>"
RECORDING = """<t:RecordingInformation xmlns:t="http://www.onvif.org/ver10/schema">
<t:RecordingToken>{}</t:RecordingToken><t:EarliestRecording>{}</t:EarliestRecording>
<t:LatestRecording>1970-01-02T00:00:00Z</t:LatestRecording></t:RecordingInformation>"""
WHERE = "<GetReplayUriResponse><Uri>{}</Uri></GetReplayUriResponse>"
FAULT = "<s:Fault><s:Reason><s:Text>Sender not authorized</s:Text></s:Reason></s:Fault>"
DAY = Span(0.0, 86400.0)
T = TypeVar("T")


def results(*tokens: str, state: str = "Completed", earliest: str = "1970-01-01T00:00:00Z") -> str:
    return RESULTS.format(state, "".join(RECORDING.format(each, earliest) for each in tokens))


class Device:
    """Answers each question by its name, and the last answer again and again."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bytes]] = []
        self.port = 0
        self.answers: dict[str, list[str]] = {
            "FindRecordings": [FOUND],
            "GetRecordingSearchResults": [results("R1")],
            "GetReplayUri": [WHERE.format("rtsp://127.0.0.1:1/r?a=1&amp;b=2")],
        }

    def at(self, service: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}/{service}"

    def answer(self, path: str, request: bytes) -> bytes:
        (body,) = soap.elements(ElementTree.fromstring(request), "Body")
        name = body[0].tag.rpartition("}")[2]
        self.asked.append((f"{path} {name}", request))
        waiting = self.answers[name]
        return WHOLE.format(waiting.pop(0) if len(waiting) > 1 else waiting[0]).encode()


@pytest.fixture
def device() -> Iterator[Device]:
    told = Device()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            reply = told.answer(self.path, self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Door) as server:
        told.port = server.server_port
        told.answers["GetServices"] = [
            SERVICE.format(recordings.SEARCH, told.at("search"))
            + SERVICE.format(recordings.REPLAY, told.at("replay"))
        ]
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield told
        server.shutdown()
        thread.join()


def ask(device: Device, question: Callable[[Recorder], Awaitable[T]]) -> T:
    async def run() -> T:
        fetcher = Fetcher(AllowList(loopback_ports={device.port}))
        try:
            async with asyncio.timeout(20):
                return await question(Recorder(fetcher, device.at("device"), "operator:s3cret"))
        finally:
            await fetcher.aclose()

    return asyncio.run(run())


def kept(device: Device) -> list[Recording]:
    return ask(device, lambda recorder: recorder.recordings())


def test_it_says_what_it_keeps_from_when_to_when(device: Device) -> None:
    device.answers["GetRecordingSearchResults"] = [results("R1", "R2")]
    assert kept(device) == [Recording("R1", DAY), Recording("R2", DAY)]
    paths = [path for path, _ in device.asked]
    assert paths == ["/device GetServices", "/search FindRecordings",
                     "/search GetRecordingSearchResults"]  # fmt: skip
    (token,) = soap.elements(ElementTree.fromstring(device.asked[-1][1]), "SearchToken")
    assert token.text == "s&1"


def test_a_search_that_goes_on_is_asked_again(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recordings, "APART", 0.0)
    device.answers["GetRecordingSearchResults"] = [
        results(state="Searching"), results("R1", state="Searching"), results("R2"),
    ]  # fmt: skip
    assert [each.token for each in kept(device)] == ["R1", "R2"]


def test_a_search_without_end_is_left(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "APART", 0.0)
    device.answers["GetRecordingSearchResults"] = [results(state="Searching")]
    with pytest.raises(FeedSilent, match="does not end"):
        kept(device)


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("FindRecordings", FAULT, "Sender not authorized"),
        ("FindRecordings", "<Other/>", "names no SearchToken"),
        ("GetRecordingSearchResults", "<Other/>", "names no SearchState"),
        ("GetRecordingSearchResults", results("R1", earliest="never"), "begin and end"),
        ("GetRecordingSearchResults", results(""), "names no RecordingToken"),
    ],
)
def test_an_answer_that_is_none_is_said_in_words(
    device: Device, name: str, answer: str, words: str
) -> None:
    device.answers[name] = [answer]
    with pytest.raises(FeedSilent, match=words):
        kept(device)


def test_a_device_that_keeps_nothing_onvif_knows_of_is_told_so(device: Device) -> None:
    device.answers["GetServices"] = [SERVICE.format(recordings.DEVICE, device.at("device"))]
    with pytest.raises(FeedForbidden, match="no recordings"):
        kept(device)


def test_the_password_is_not_sent_to_whom_the_device_points_at(device: Device) -> None:
    there = SERVICE.format(recordings.SEARCH, device.at("search", "localhost"))
    device.answers["GetServices"] = [there]
    assert kept(device)
    to_device, *elsewhere = [sent for _, sent in device.asked]
    assert b"UsernameToken" in to_device
    assert not [sent for sent in elsewhere if b"UsernameToken" in sent]
    assert not [sent for _, sent in device.asked if b"s3cret" in sent]


def test_nobody_outside_the_camera_networks_is_asked(device: Device) -> None:
    there = SERVICE.format(recordings.SEARCH, "http://169.254.169.254/latest")
    device.answers["GetServices"] = [there]
    with pytest.raises(FeedForbidden, match="outside the camera networks"):
        kept(device)


def test_what_is_no_address_is_not_asked(device: Device) -> None:
    device.answers["GetServices"] = [SERVICE.format(recordings.SEARCH, "http://[x/")]
    with pytest.raises(FeedForbidden, match="no address"):
        kept(device)


def searched(device: Device, recording: str = "") -> list[Span]:
    async def spans(recorder: Recorder) -> list[Span]:
        upstream = Searched(recorder.url, recording, recorder.credential)
        return await upstream.spans(recorder.fetcher, -50.0, 100.0)

    return ask(device, spans)


def test_the_only_recording_needs_no_name(device: Device) -> None:
    assert searched(device) == [Span(0.0, 100.0)]


def test_of_several_one_is_named(device: Device) -> None:
    device.answers["GetRecordingSearchResults"] = [results("R1", "R2")]
    assert searched(device, "R2") == [Span(0.0, 100.0)]
    assert searched(device, "R3") == []
    with pytest.raises(FeedForbidden, match="keeps 2 recordings"):
        searched(device)


@pytest.mark.parametrize(
    ("url", "refusal", "words"),
    [
        ("rtsp://127.0.0.1:1/r?a=1&amp;b=2", FeedForbidden, "outside the camera networks"),
        ("rtsp://user:word@127.0.0.1/r", FeedForbidden, "no password"),
        ("file:///etc/passwd", FeedForbidden, "starts with rtsp"),
        ("rtsp://[x/", FeedForbidden, "no address"),
        ("rtsp://127.0.0.1:port/", FeedForbidden, "no address"),
    ],
)
def test_where_it_replays_is_checked_as_any_address_is(
    device: Device, url: str, refusal: type[Exception], words: str
) -> None:
    device.answers["GetReplayUri"] = [WHERE.format(url)]

    async def play(recorder: Recorder) -> None:
        upstream = Searched(recorder.url, "", recorder.credential)
        async with upstream.play(recorder.fetcher, 10.0, 20.0):
            pass

    with pytest.raises(refusal, match=words):
        ask(device, play)


def test_nothing_is_played_of_what_is_not_kept(device: Device) -> None:
    async def play(recorder: Recorder) -> None:
        async with Searched(recorder.url).play(recorder.fetcher, 1e6, 2e6):
            pass

    with pytest.raises(NothingThere):
        ask(device, play)
