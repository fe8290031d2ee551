"""Working copies of what was sent: a poster, and a film that plays; the original stays as it is."""

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.db import transaction
from django.utils import timezone

from registry.audit.actors import Shell
from registry.evidence import custody, storing
from registry.evidence.models import Custody, Item
from registry.evidence.refusals import Missing

CENTRE = Shell("centre")
PATIENCE = 600.0  # seconds one copy may take
OVERDUE = timedelta(minutes=30)  # a worker that died in the middle is not waited for longer
_KNOWN = ("PATH", "PYTHONPATH")
SIGNS = {"poster": ".jpg", "film": ".mp4"}
NONE = (
    "No picture can be made of it here. The original is kept; its recorder's own player opens it."
)


def copy_waiting() -> None:
    """Make the copies of what came in, one item after the other."""
    while item := _next():
        made = [wanted for wanted in SIGNS if _made(item, wanted)]
        Item.registry.filter(pk=item.pk).update(
            copying=Item.Copies.MADE if made else Item.Copies.FAILED,
            copying_said="" if made else NONE,
        )


@transaction.atomic
def _next() -> Item | None:
    """Take the item that waits longest; no other worker takes it."""
    items = Item.registry.filter(deleted_at=None).select_for_update(skip_locked=True)
    overdue = items.filter(copying=Item.Copies.MAKING, copying_since__lt=timezone.now() - OVERDUE)
    overdue.update(
        copying=Item.Copies.FAILED, copying_said=NONE
    )  # it may be what killed the worker
    item = items.filter(copying=Item.Copies.WAITING).order_by("copying_since").first()
    if item:
        item.copying, item.copying_since = Item.Copies.MAKING, timezone.now()
        item.save(update_fields=["copying", "copying_since"])
    return item


def _made(item: Item, wanted: str) -> bool:
    """Make one copy, if it can be made, and enter it as the item's child."""
    try:
        original = storing.open_stored(item.stored)
    except Missing:
        return False
    folder = storing.incoming()
    with original, storing.writing() as copy, tempfile.TemporaryFile(dir=folder) as out:
        recipe = _developed(wanted, original, out)
        out.seek(0)
        shutil.copyfileobj(out, copy, 1 << 20)
        if not recipe or not copy.size:
            return False
        return _entered(item, wanted, recipe, copy)


def _developed(wanted: str, original: IO[bytes], out: IO[bytes]) -> str:
    """Have a child make it, which may die alone; gives the recipe, blank when it could not."""
    with tempfile.TemporaryFile(dir=storing.incoming()) as fetched:
        try:
            source = original.fileno()
        except OSError:  # it lies in a bucket, and a child is handed a file
            shutil.copyfileobj(original, fetched, 1 << 20)
            source = fetched.fileno()
        os.lseek(source, 0, os.SEEK_SET)
        try:
            child = subprocess.run(
                [sys.executable, "-m", "registry.evidence.developing", wanted],
                stdin=source,
                stdout=out,
                stderr=subprocess.PIPE,
                timeout=PATIENCE,
                # nothing of our environment that leads to the database
                env={name: os.environ[name] for name in _KNOWN if name in os.environ},
            )
        except subprocess.TimeoutExpired:
            return ""
    return "" if child.returncode else child.stderr.decode(errors="replace").strip()[:300]


@transaction.atomic
def _entered(item: Item, wanted: str, recipe: str, copy: storing.Writing) -> bool:
    parent = Item.registry.select_for_update(of=("self",)).get(pk=item.pk)
    if parent.deleted_at:
        return False
    storing.lock(copy.sha256)
    copy.keep()
    child = Item.registry.create(
        kind=Item.Kind.COPY,
        parent=parent,
        recipe=recipe,
        incident_id=parent.incident_id,
        request=parent.request,
        agency_id=parent.agency_id,
        keeper_id=parent.keeper_id,
        retention_id=parent.retention_id,
        sha256=copy.sha256,
        size=copy.size,
        stored=copy.stored,
        name=f"{Path(parent.name).stem} ({wanted}){SIGNS[wanted]}"[:255],
        giver=CENTRE.name,
    )
    custody.write(CENTRE, Custody.Deed.DERIVED, child, detail={"recipe": recipe})
    said = {"copy": str(child.pk), "copy_sha256": child.sha256, "recipe": recipe}
    custody.write(CENTRE, Custody.Deed.DERIVED, parent, detail=said)
    return True
