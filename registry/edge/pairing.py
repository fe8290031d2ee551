"""Deeds: make a code for an owner's box, and let the box that knows it join."""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.edge import codes
from registry.edge.acting import Acting
from registry.edge.models import Box, Pairing
from registry.edge.refusals import CodeRefused, NoOwner
from registry.edge.wire import proof_of_enrolment
from registry.owners.models import Owner

GOOD_FOR = timedelta(minutes=15)


@transaction.atomic
def make_code(owner: UUID | None, *, by: Actor, request_id: str = "", client: str = "") -> str:
    """Make a code. It is shown once: the database keeps only its digest."""
    if owner is None or by.user_id is None:
        raise NoOwner
    held = Owner.objects.filter(pk=owner).exclude(kind=Owner.Kind.CALLER).first()
    if held is None:
        raise NoOwner
    code = codes.new()
    made = Pairing.objects.create(
        digest=_digest(code),
        owner=held,
        made_by_id=by.user_id,
        expires_at=timezone.now() + GOOD_FOR,
    )
    record(
        by, "box_code_made", "owner", held.pk,
        detail={"pairing": str(made.pk)}, request_id=request_id, client=client,
    )  # fmt: skip
    return code


@transaction.atomic
def enrol(
    code: str, key: str, proof: str, name: str, *, request_id: str = "", client: str = ""
) -> Box:
    """Spend the code: two boxes that type it at once are one that joins and one that is refused."""
    now = timezone.now()
    made = (
        Pairing.objects.select_for_update()
        .filter(digest=_digest(code), used_at=None, expires_at__gt=now)
        .first()
    )
    if made is None or not _proven(code, key, proof):
        raise CodeRefused
    if Box.objects.filter(key=bytes.fromhex(key)).exists():
        raise CodeRefused("This key is another box's.")
    made.used_at = now
    made.save(update_fields=["used_at"])
    box = Box.objects.create(owner_id=made.owner_id, name=name[:80], key=bytes.fromhex(key))
    record(
        Acting.of(box), "box_enrolled", "box", box.pk,
        detail={"owner": str(box.owner_id), "pairing": str(made.pk)},
        request_id=request_id, client=client,
    )  # fmt: skip
    return box


def _digest(code: str) -> bytes:
    return sha256(codes.plain(code).encode()).digest()


def _proven(code: str, key: str, proof: str) -> bool:
    """Tell whether whoever sends the public key holds the other half."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(proof), proof_of_enrolment(code, key))
    except (ValueError, InvalidSignature):
        return False
    return True
