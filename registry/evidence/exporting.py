"""Evidence to take away: one archive that says what it holds and can be checked anywhere."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path, PurePath
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.evidence import custody, storing
from registry.evidence.models import Custody, Item
from registry.evidence.reading import sees_content
from registry.evidence.refusals import Missing, NothingToExport

PIECE = 1 << 20
VERIFY = Path(__file__).with_name("verify.py")
HEAD = "<!doctype html><html lang=en><meta charset=utf-8><title>Custody</title>"


@dataclass(frozen=True)
class Export:
    """One archive: what stands in it beside the originals is decided before the first byte."""

    id: UUID
    items: list[Item]
    papers: dict[str, bytes]
    manifest_sha256: str

    def pieces(self) -> Iterator[bytes]:
        """Give the archive as it is made: nothing of it is ever whole in memory or on a disk."""
        sink = _Sink()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            for name, paper in self.papers.items():
                archive.writestr(name, paper)
            yield sink.taken()
            for item in self.items:
                with (
                    storing.open_stored(item.stored) as file,
                    archive.open(_entry(item), "w", force_zip64=True) as out,
                ):
                    while piece := file.read(PIECE):
                        out.write(piece)
                        yield sink.taken()
        yield sink.taken()


class _Sink:
    """What a zip is written to: it cannot be gone back in, and gives away what it was given."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._held.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Hold nothing back: there is nothing behind."""

    def close(self) -> None:
        """Stay open: what is left is still to be taken."""

    def taken(self) -> bytes:
        held, self._held = b"".join(self._held), []
        return held


@transaction.atomic
def export(actor: Actor, ids: list[UUID], **traces: Any) -> Export:
    """Write the export down, then make it; copies go with their originals.

    Raises NothingToExport, and Missing before anything is sent.
    """
    chosen = Item.open_to(actor).present().filter(pk__in=ids, parent=None)
    originals = list(chosen.select_related("incident", "camera", "received_by"))
    if not originals or not sees_content(actor):
        raise NothingToExport
    copies = Item.registry.filter(parent__in=originals, deleted_at=None)
    items = [*originals, *copies.select_related("incident", "camera", "received_by")]
    if lost := [item for item in items if not storing.has(item.stored)]:
        raise Missing(f"The bytes of {lost[0]} are not in the storage.")
    number = uuid4()
    for item in items:
        custody.write(actor, Custody.Deed.EXPORTED, item, detail={"export": str(number)}, **traces)
    papers = _papers(actor, number, items)
    manifest = hashlib.sha256(papers["manifest.json"]).hexdigest()
    detail = {"items": [str(item.pk) for item in items], "manifest_sha256": manifest}
    record(actor, "evidence_archive_made", "export", number, detail=detail, **traces)
    return Export(number, items, papers, manifest)


def _papers(actor: Actor, number: UUID, items: list[Item]) -> dict[str, bytes]:
    rows = Custody.objects.filter(item__in=items).order_by("at", "id")
    deeds = [_deed(row) for row in rows]
    papers = {
        "custody.json": _json(deeds),
        "custody.html": _table(deeds).encode(),
        "verify.py": VERIFY.read_bytes(),
    }
    files = [_facts(item) for item in items]
    files += [
        {"path": name, "size": len(paper), "sha256": hashlib.sha256(paper).hexdigest()}
        for name, paper in papers.items()
    ]
    manifest = {
        "export": str(number),
        "made_at": timezone.now(),
        "made_by": actor.name,
        "agency": actor.agency,
        "software": f"Sightline {settings.VERSION}",
        "files": files,
    }
    return {"manifest.json": _json(manifest), **papers}


def _facts(item: Item) -> dict[str, Any]:
    return {
        "path": _entry(item),
        "sha256": item.sha256,
        "size": item.size,
        "item": item.pk,
        "kind": item.kind,
        "name": item.name,
        "copy_of": item.parent_id,
        "recipe": item.recipe,
        "call": item.incident.number if item.incident else None,
        "request": item.request,
        "camera": item.camera.name if item.camera else None,
        "begins_at": item.begins_at,
        "ends_at": item.ends_at,
        "device": item.device,
        "clock_offset_seconds": item.clock_offset,
        "received_at": item.received_at,
        "received_from": item.giver or (item.received_by and item.received_by.get_username()),
        "note": item.note,
    }


def _deed(row: Custody) -> dict[str, Any]:
    return {
        "item": row.item_id,
        "at": row.at,
        "deed": row.deed,
        "by": row.actor_name,
        "as": row.actor_role,
        "detail": row.detail,
        "log_entry": row.entry,
    }


def _entry(item: Item) -> str:
    """Name a file in the archive: by its id, for two may be called the same, or worse."""
    sign = "".join(each for each in PurePath(item.name).suffix if each.isalnum() or each == ".")
    return f"files/{item.pk}{sign[:12]}"


def _json(said: Any) -> bytes:
    return json.dumps(said, indent=2, default=_plain, ensure_ascii=False).encode()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _table(deeds: list[dict[str, Any]]) -> str:
    """Draw custody for people: a page that loads nothing."""
    if not deeds:
        return HEAD
    head = "".join(f"<th>{escape(name)}" for name in deeds[0])
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(_plain(value))}" for value in deed.values())
        for deed in deeds
    )
    return f"{HEAD}<h1>Custody</h1><table border=1><tr>{head}{rows}</table>"
