"""How a request stands, in sums from which nobody can tell who kept silent.

Whoever sent a request may remember whom they asked, and every file names who sent it. Those without
a file are told apart no further: they said that they have nothing, or they said nothing at all.
How many said so is shown only from FEW on. Below that it is the same words for none, one or two, so
that even of one owner, or of two, nobody learns whether they answered.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from registry.evidence.models import Upload
from registry.footage.models import FootageClip, FootageRequest, Recipient

FEW = 3


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One file that came."""

    name: str
    size: int
    received_at: datetime
    giver: str
    camera: str
    begins: datetime | None
    ends: datetime | None
    item: UUID | None


@dataclass(frozen=True, kw_only=True)
class Board:
    """What the one who asked may know."""

    asked: int
    received: int  # owners who sent something
    arrivals: list[Arrival]
    kept: int | None  # None: fewer than FEW
    nothing: int | None
    first_after: timedelta | None

    @property
    def without(self) -> int:
        """Count the owners of whom there is no file."""
        return self.asked - self.received

    @property
    def unanswered(self) -> int | None:
        """Count those who have said nothing at all; None: not told."""
        return None if self.nothing is None else self.without - self.nothing


def board(request: FootageRequest) -> Board:
    """Sum up how a request stands."""
    recipients = Recipient.objects.filter(request=request)
    received = recipients.filter(answer=Recipient.Answer.RECEIVED).count()
    kept, nothing = request.kept, request.nothing
    if request.state == FootageRequest.State.SENT:
        kept = recipients.filter(kept_at__isnull=False).count()
        nothing = recipients.filter(answer=Recipient.Answer.NOTHING).count()
    first = request.first_at
    return Board(
        asked=request.asked,
        received=received,
        arrivals=_arrivals(request),
        kept=kept if kept >= FEW else None,
        nothing=nothing if nothing >= FEW else None,
        first_after=first - request.sent_at if first and request.sent_at else None,
    )


def _arrivals(request: FootageRequest) -> list[Arrival]:
    clips = FootageClip.objects.filter(recipient__request=request, received_at__isnull=False)
    said = {clip.upload: clip for clip in clips}
    uploads = Upload.objects.filter(pk__in=said)
    return sorted(
        (
            Arrival(
                name=upload.name,
                size=upload.size,
                received_at=said[upload.pk].received_at or upload.begun_at,
                giver=upload.giver,
                camera=upload.device,
                begins=said[upload.pk].begins,
                ends=said[upload.pk].ends,
                item=upload.item_id,
            )
            for upload in uploads
        ),
        key=lambda arrival: (arrival.received_at, arrival.name),
    )
