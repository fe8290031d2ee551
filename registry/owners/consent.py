"""Writing down what owners agree to, and reading what holds."""

from collections.abc import Iterable
from uuid import UUID

from registry.owners.consent_models import Consent
from registry.owners.consent_text import VERSION, wording


def append(
    owner: UUID,
    camera: UUID,
    deed: Consent.Deed,
    *,
    language: str,
    ticked: Iterable[str] = (),
    submission: UUID | None = None,
) -> Consent:
    """Add what an owner said of a camera; nothing said before is changed."""
    return Consent.objects.create(
        owner_id=owner,
        camera_id=camera,
        deed=deed,
        version=VERSION,
        language=language,
        digest=wording(language).digest,
        ticked=sorted(Consent.Tick(tick) for tick in ticked),
        submission=submission,
    )


def last(camera: UUID) -> Consent | None:
    """Give what was said last."""
    return Consent.objects.filter(camera_id=camera).order_by("-pk").first()


def wants_public(camera: UUID) -> bool:
    """Tell whether its owner has it on the public map, by the last they said."""
    said = last(camera)
    return said is not None and Consent.Tick.PUBLIC in said.ticked
