"""Enter where a camera's pictures and recordings come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.cameras.models import Camera
from registry.cameras.refusals import UnknownCamera
from registry.feeds.credentials import encrypt
from registry.feeds.models import Feed
from registry.feeds.queries import SENT_TO_US
from registry.feeds.refusals import InvalidFeed, NoFeed
from registry.refusals import Fault

ADDRESSES = {
    "credential": ("url", "still_url"),
    "playback_credential": ("playback_url", "spans_url", "recorder_url"),
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is said of a feed, and of its passwords (user:password, empty for none) if anything."""

    values: Mapping[str, object]
    credentials: Mapping[str, str]


def feed_of(camera: UUID) -> Feed:
    """Give what is entered. Raises UnknownCamera or NoFeed."""
    if not Camera.registry.filter(pk=camera).exists():
        raise UnknownCamera
    feed = Feed.objects.filter(pk=camera).first()
    if feed is None:
        raise NoFeed
    return feed


@transaction.atomic
def enter(actor: Actor, camera: UUID, facts: Facts, **traces: str) -> Feed:
    """Enter or change a feed; what is not said stays.

    Raises UnknownCamera or InvalidFeed; the log says which fields changed, and no password.
    """
    shown = Camera.registry.select_for_update(no_key=True).filter(pk=camera).first()
    if shown is None:
        raise UnknownCamera
    feed = Feed.objects.filter(pk=camera).first() or Feed(camera=shown)
    known = {name: _origins(feed, told) for name, told in ADDRESSES.items()}
    for name, value in facts.values.items():
        setattr(feed, name, value)
    for name, word in facts.credentials.items():
        setattr(feed, name, encrypt(word) if word else None)
    _check(feed, [*_astray(feed, known, facts.credentials)])
    feed.save()
    fields = sorted([*facts.values, *facts.credentials])
    record(
        actor,
        "feed_entered",
        "camera",
        camera,
        incident=None,
        detail={"fields": fields},
        **traces,
    )
    return feed


def _astray(feed: Feed, known: Mapping[str, set[str]], said: Mapping[str, str]) -> Iterable[Fault]:
    """Find passwords that nobody said of the place they would now be sent to."""
    for name, told in ADDRESSES.items():
        if getattr(feed, name) and name not in said and not _origins(feed, told) <= known[name]:
            yield Fault(name, "The address leads elsewhere: say its password anew, or none.")


def _origins(feed: Feed, told: Iterable[str]) -> set[str]:
    """Give where these lead; what is no address is its own place, and refused later."""
    found = set()
    for address in filter(None, (getattr(feed, name) for name in told)):
        try:
            parts = urlsplit(address)
        except ValueError:
            found.add(address)
        else:
            found.add(f"{parts.scheme}://{parts.netloc}")
    return found


def _check(feed: Feed, faults: list[Fault]) -> None:
    if feed.source in SENT_TO_US:
        faults.append(Fault("source", "A phone or an edge box sends by itself."))
    try:
        feed.full_clean(validate_unique=False)
    except ValidationError as invalid:
        faults += [
            Fault("" if name == "__all__" else name, message)
            for name, messages in invalid.message_dict.items()
            for message in messages
        ]
    if faults:
        raise InvalidFeed(errors=faults)
