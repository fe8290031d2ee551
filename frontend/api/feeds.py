"""/api/cameras/{id}/feed: where a camera's pictures and recordings come from; and try it."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Router
from pydantic import Field

from frontend.api.receipts import once
from frontend.api.shapes import Printable, Strict
from frontend.gate.asking import Asking, traces
from registry.feeds.models import Feed
from registry.feeds.registering import ADDRESSES, Facts, enter, feed_of
from registry.feeds.trying import Trial, tried

router = Router(tags=["cameras"])

Address = Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x20\x7f]*$")]
Word = Annotated[
    str,
    Field(
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="user:password, or the passphrase of SRT; empty for none; write only",
    ),
]
TOLD = (
    "source", "url", "still_url", "transport", "refresh", "playback_url", "spans_url",
    "recorder_url", "recording",
)  # fmt: skip


class FeedFacts(Strict):
    """What may be said of a feed; what is left out stays. No address holds a password.

    playback_url is somebody else's recorder: an http(s) address with a place for the start,
    {start_rfc3339}, {start_unix}, {start_unix_s} or {start_unix_ms}, and one for the end, {end_…}
    alike or {duration}, which answers MP4 or a transport stream; spans_url lists what it keeps, as
    MediaMTX's /list or Frigate's recordings. Or an rtsp address that replays as ONVIF says. Or
    instead recorder_url, an ONVIF device service, and of several recordings the token.
    """

    source: Literal["snapshot", "mjpeg", "rtsp", "hls", "mpegts"] = "snapshot"
    url: Address = ""
    still_url: Address = ""
    transport: Literal["tcp", "udp"] = "tcp"
    refresh: Annotated[float, Field(ge=1, le=3600, allow_inf_nan=False)] = 30
    credential: Word = ""
    playback_url: Address = ""
    spans_url: Address = ""
    recorder_url: Address = ""
    recording: Annotated[str, Field(max_length=64), Printable] = ""
    playback_credential: Word = ""


@router.get("/cameras/{uuid:camera_id}/feed", url_name="feed", summary="Where pictures come from")
def feed(request: Asking, camera_id: UUID) -> dict[str, Any]:
    """Answer what is entered, and whether there are passwords."""
    return _told(feed_of(camera_id))


@router.put("/cameras/{uuid:camera_id}/feed", url_name="feed", summary="Say where they come from")
@once
def entered(request: Asking, camera_id: UUID, facts: FeedFacts) -> HttpResponse:
    """Enter or change it; nobody is ever told a password."""
    said = facts.dict(exclude_unset=True)
    words = {name: said.pop(name) for name in ADDRESSES if name in said}
    feed = enter(request.actor, camera_id, Facts(values=said, credentials=words), **traces(request))
    return JsonResponse(_told(feed))


@router.post("/cameras/{uuid:camera_id}/feed/try", url_name="feed-try", summary="Try a feed")
def attempt(request: Asking, camera_id: UUID) -> dict[str, Any]:
    """Answer whether a picture came, of now and of what was recorded, or why not."""
    done = tried(request.actor, camera_id, **traces(request))
    return {"live": _came(done.live), "recorded": done.recorded and _came(done.recorded)}


def _told(feed: Feed) -> dict[str, Any]:
    secrets = {f"has_{name}": bool(getattr(feed, name)) for name in ADDRESSES}
    return {name: getattr(feed, name) for name in TOLD} | secrets


def _came(trial: Trial) -> dict[str, Any]:
    taken = trial.taken_at
    return {
        "came": trial.size is not None,
        "size": trial.size,
        "taken_at": None if taken is None else datetime.fromtimestamp(taken, UTC),
        "why": trial.why,
    }
