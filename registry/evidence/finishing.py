"""A deed: take a file that is whole into evidence; the same file twice is one item."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from registry.audit.actors import Named
from registry.evidence import custody, storing
from registry.evidence.models import Custody, Item, Upload
from registry.evidence.receiving import receive
from registry.feeds.readers import reader


@dataclass(frozen=True)
class Giver:
    """Somebody without an account, who sent a file by a link."""

    name: str
    id: str = ""
    role: str = "owner"
    agency: str = ""


def finish(upload: Upload, file: Path, sha256: str) -> None:
    """Keep its bytes and enter it; the log says who sent it."""
    # The log is for good, and a giver's name is theirs to take back: it stands in the item's row.
    by: Named = reader(upload.user) if upload.user else Giver("whoever had the link")
    with transaction.atomic():
        storing.lock(sha256)
        stored = storing.put(file, sha256)
        same = _same(upload, sha256)
        if same:
            custody.write(by, Custody.Deed.AGAIN, same, detail={"upload": str(upload.pk)})
        item = same or _entered(upload, sha256, stored, by)
        Upload.objects.filter(pk=upload.pk).update(
            state=Upload.State.DONE, item=item, again=same is not None
        )


def _same(upload: Upload, sha256: str) -> Item | None:
    """Find the same file for the same call or request."""
    items = Item.registry.filter(sha256=sha256, kind=Item.Kind.UPLOAD, deleted_at=None)
    return items.filter(incident=upload.incident_id, request=upload.request).first()


def _entered(upload: Upload, sha256: str, stored: str, by: Named) -> Item:
    return receive(
        by,
        detail={"upload": str(upload.pk)},
        traces={},
        kind=Item.Kind.UPLOAD,
        incident=upload.incident,
        request=upload.request,
        agency_id=upload.agency_id,
        keeper_id=upload.keeper_id,
        sha256=sha256,
        size=upload.size,
        stored=stored,
        name=upload.name,
        device=upload.device,
        clock_offset=upload.clock_offset,
        received_by_id=upload.user_id,
        giver=upload.giver,
        copying=Item.Copies.WAITING if upload.size else Item.Copies.NONE,
        copying_since=upload.begun_at if upload.size else None,
    )
