"""All that is known of an owner, for them to take away: JSON, and tables for a spreadsheet."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.cameras.models import Camera
from registry.edge.models import Box
from registry.footage.queries import for_owner
from registry.owners.consent_models import Consent
from registry.owners.models import Grant, Owner
from registry.ownership import looks
from registry.ownership.models import Dispute

Rows = Sequence[Mapping[str, Any]]
# What a spreadsheet would take for a formula is told as text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@transaction.atomic
def export(owner: Owner, *, by: Actor, **traces: Any) -> bytes:
    """Give the zip, and write that it was taken."""
    told = gather(owner)
    record(by, "owner_exported", "owner", owner.pk, **traces)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("everything.json", json.dumps(told, default=_plain, indent=2))
        for name, rows in told.items():
            if isinstance(rows, list) and rows:
                archive.writestr(f"{name}.csv", _table(rows))
    return out.getvalue()


def gather(owner: Owner) -> dict[str, Any]:
    """Read it all; looks that are held back are told later, and are not here."""
    cameras = list(Camera.registry.filter(owner=owner).order_by("number"))
    return {
        "made_at": timezone.now(),
        "owner": {
            "id": owner.pk, "kind": owner.kind, "name": owner.name, "email": owner.email,
            "phone": owner.phone, "language": owner.language,
            "email_confirmed_at": owner.email_confirmed_at, "paused_until": owner.paused_until,
        },
        "cameras": [_camera(camera) for camera in cameras],
        "conditions": list(
            Grant.objects.filter(owner=owner).order_by("valid_from").values(
                "camera__number", "agency__name", "capabilities", "condition", "priority_at_most",
                "within", "from_hour", "until_hour", "valid_from", "valid_to", "max_session_min",
            )
        ),
        "consents": list(
            Consent.objects.filter(owner=owner.pk).order_by("at").values(
                "camera_id", "deed", "version", "language", "ticked", "at"
            )
        ),
        "requests": list(
            for_owner(owner).values(
                "asked_at", "request__agency__name", "request__case_number", "request__text",
                "request__begins", "request__ends", "kept_at", "answer", "answered_at",
            )
        ),
        "boxes": list(
            Box.objects.filter(owner=owner).values("name", "enrolled_at", "heard_at", "revoked_at")
        ),
        "looks": [
            {"camera": camera.number, **_look(look)}
            for camera in cameras
            for look in looks.every(camera)
        ],
        "objections": list(
            Dispute.objects.filter(owner=owner).order_by("made_at").values(
                "camera__number", "entry_id", "words", "made_at", "due_at", "reply", "replied_at"
            )
        ),
    }  # fmt: skip


def _camera(camera: Camera) -> dict[str, Any]:
    return {
        "number": camera.number, "name": camera.name, "kind": camera.kind, "form": camera.form,
        "level": camera.level, "status": camera.status,
        "lng": camera.surveyed_position.x, "lat": camera.surveyed_position.y,
        "height_m": camera.height, "azimuth": camera.azimuth, "hfov": camera.hfov,
        "range_m": camera.range, "retention_days": camera.retention_days,
        "public_since": camera.public_at, "registered_at": camera.created_at,
    }  # fmt: skip


def _look(look: looks.Look) -> dict[str, Any]:
    hidden = {"actor", "times", "since", "withheld_until"}  # who it was by name is not the owner's
    return {name: value for name, value in asdict(look).items() if name not in hidden}


def _table(rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return out.getvalue()


def _cell(value: Any) -> str:
    text = "" if value is None else str(_plain(value))
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value if isinstance(value, int | float) else str(value)
