"""The few words of ONVIF that find what a recorder keeps and where it plays it (Profile G).

Written by hand and sent by our one way out, as what turns a camera is.
"""

import asyncio
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element  # only made by defusedxml  # nosec B405

from registry.feeds.fetching import Fetcher
from registry.feeds.onvif import soap
from registry.feeds.playback import Span
from registry.feeds.recorders.listing import moment
from registry.feeds.refusals import FeedForbidden, FeedSilent

DEVICE = "http://www.onvif.org/ver10/device/wsdl"
SEARCH = "http://www.onvif.org/ver10/search/wsdl"
REPLAY = "http://www.onvif.org/ver10/replay/wsdl"
DEADLINE = 6.0  # seconds for one question
ROUNDS = 10  # times a search that goes on is asked for more
APART = 0.3  # seconds between two of them
MOST = 100  # recordings read

_SERVICES = "<p:GetServices><p:IncludeCapability>false</p:IncludeCapability></p:GetServices>"
_FIND = """\
<p:FindRecordings><p:Scope/><p:MaxMatches>{most}</p:MaxMatches>\
<p:KeepAliveTime>PT30S</p:KeepAliveTime></p:FindRecordings>"""
_RESULTS = """\
<p:GetRecordingSearchResults><p:SearchToken>{search}</p:SearchToken>\
<p:MaxResults>{most}</p:MaxResults><p:WaitTime>PT2S</p:WaitTime></p:GetRecordingSearchResults>"""
_WHERE = """\
<p:GetReplayUri><p:StreamSetup><t:Stream>RTP-Unicast</t:Stream><t:Transport>\
<t:Protocol>RTSP</t:Protocol></t:Transport></p:StreamSetup>\
<p:RecordingToken>{recording}</p:RecordingToken></p:GetReplayUri>"""


@dataclass(frozen=True)
class Recording:
    """One recording a device keeps, by its token."""

    token: str
    span: Span


@dataclass(frozen=True)
class Recorder:
    """A device that records, by the address of its device service."""

    fetcher: Fetcher
    url: str
    credential: str = field(default="", repr=False)

    async def recordings(self) -> list[Recording]:
        """Ask for everything it keeps. Raises FeedSilent, FeedForbidden or PictureRefused."""
        url = await self._service(SEARCH)
        found = await self._ask(url, SEARCH, _FIND.format(most=MOST))
        search = soap.quoted(_text(found, "SearchToken"))
        kept: dict[str, Recording] = {}
        for _ in range(ROUNDS):
            body = await self._ask(url, SEARCH, _RESULTS.format(search=search, most=MOST))
            for each in soap.elements(body, "RecordingInformation"):
                recording = _recording(each)
                kept[recording.token] = recording
            if _text(body, "SearchState") == "Completed" or len(kept) >= MOST:
                break
            await asyncio.sleep(APART)
        else:
            raise FeedSilent("its search for recordings does not end")
        return list(kept.values())

    async def replay_url(self, recording: str) -> str:
        """Ask where a recording is played. Raises as recordings does."""
        url = await self._service(REPLAY)
        body = await self._ask(url, REPLAY, _WHERE.format(recording=soap.quoted(recording)))
        return _text(body, "Uri")

    def credential_at(self, url: str) -> str:
        """Give the password to this device, and none to whomever it points at."""
        try:
            same = urlsplit(url).hostname == urlsplit(self.url).hostname
        except ValueError:  # no address at all, and asked nothing
            same = False
        return self.credential if same else ""

    async def _service(self, namespace: str) -> str:
        for service in soap.elements(await self._ask(self.url, DEVICE, _SERVICES), "Service"):
            if _text(service, "Namespace") == namespace:
                return _text(service, "XAddr")
        raise FeedForbidden("this device keeps no recordings that ONVIF could ask for")

    async def _ask(self, url: str, service: str, body: str) -> Element:
        credential = self.credential_at(url)
        return await soap.ask(self.fetcher, url, service, body, credential, deadline=DEADLINE)


def _recording(said: Element) -> Recording:
    try:
        begins_at = moment(_text(said, "EarliestRecording"))
        return Recording(
            _text(said, "RecordingToken"), Span(begins_at, moment(_text(said, "LatestRecording")))
        )
    except (ValueError, OverflowError):
        raise FeedSilent("it does not say when its recordings begin and end") from None


def _text(within: Element, name: str) -> str:
    found = next(soap.elements(within, name), None)
    if found is None or not (text := (found.text or "").strip()):
        raise FeedSilent(f"its answer names no {name}")
    return text
