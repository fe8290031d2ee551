"""Deeds of those who register a camera: send it in, confirm the address, take it back.

Nobody has proved anything when a registration comes in, so nothing it answers tells whether the
address or the camera is known: that is said by mail alone, to whoever holds the address.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.gis.geos import Point
from django.contrib.gis.measure import D
from django.db import connection, transaction
from django.utils import timezone

from geo.bearings import difference
from registry.access.facts import Actor
from registry.audit.actors import Named, Shell
from registry.audit.recording import record
from registry.cameras.editing import next_number
from registry.cameras.models import Camera
from registry.cameras.previewing import Described, hung
from registry.cameras.queueing import request_placing
from registry.cameras.refusals import OutOfBounds
from registry.notices.models import Notice
from registry.notices.sending import enqueue
from registry.owners import consent, links
from registry.owners.consent_models import Consent
from registry.owners.models import Owner, OwnerLink
from registry.owners.refusals import UnknownLink
from registry.places.bounds import covered

KINDS = (Owner.Kind.RESIDENT, Owner.Kind.BUSINESS, Owner.Kind.SCHOOL)
CONFIRM_WITHIN = timedelta(days=7)  # after that nothing of it is kept
LINK_LASTS = timedelta(days=60)  # it also takes the registration back
SAME_PLACE, SAME_WAY = 5.0, 45.0  # metres, degrees: two looks of one household may be that near
# Of two forms of one address the second waits; whoever clicks twice sends the same form twice.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('registering'), hashtext(%s))"
COARSE, EXACT = 15.0, 10.0  # degrees: one of eight winds, or a number


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What the form says, checked."""

    submission: UUID
    described: Described
    coarse: bool
    camera_name: str
    retention_days: int | None
    kind: str
    name: str
    email: str
    language: str
    public: bool


def submit(registration: Registration, *, request_id: str = "", client: str = "") -> Camera | None:
    """Take a registration and ask its address to confirm it; None where there is nothing new.

    Raises OutOfBounds.
    """
    if not covered(Point(*registration.described.position, srid=4326)):
        raise OutOfBounds
    email = registration.email.lower()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(ONE_AT_A_TIME, [email])
        if Consent.objects.filter(submission=registration.submission).exists():
            return None
        place = Point(*hung(registration.described), srid=4326)
        known = _known(email, place, registration.described.azimuth)
        if known is not None:
            _tell_known(known, registration.language)
            record(Actor.STRANGER, "registration_repeated", "camera", known.pk,
                   request_id=request_id, client=client)  # fmt: skip
            return None
        owner = _owner(registration, email)
        camera = _camera(registration, owner, place)
        ticked = [Consent.Tick.REGISTER] + [Consent.Tick.PUBLIC] * registration.public
        consent.append(
            owner.pk,
            camera.pk,
            Consent.Deed.GIVEN,
            language=registration.language,
            ticked=ticked,
            submission=registration.submission,
        )
        _ask_to_confirm(camera, registration.language)
        record(Actor.STRANGER, "camera_registered", "camera", camera.pk,
               basis="consent", request_id=request_id, client=client)  # fmt: skip
        request_placing()
    return camera


def read(token: str) -> Camera:
    """Find what a link in the mail is about. Raises UnknownLink."""
    link = links.read(token, OwnerLink.Purpose.CONFIRM)
    camera = Camera.registry.filter(pk=link.about, owner=link.owner).select_related("owner").first()
    if camera is None:
        raise UnknownLink
    return camera


@transaction.atomic
def confirm(token: str, *, request_id: str = "", client: str = "") -> Camera:
    """Believe that the address is its owner's: the camera goes to be moderated.

    Raises UnknownLink.
    """
    camera = Camera.registry.select_for_update(no_key=True).get(pk=read(token).pk)
    if camera.status != Camera.Status.DRAFT:
        return camera
    camera.status = Camera.Status.PENDING
    camera.save(update_fields=["status", "updated_at"])
    owner = camera.owner
    owner.email_confirmed_at = timezone.now()
    owner.save(update_fields=["email_confirmed_at"])
    _say_again(camera, Consent.Deed.CONFIRMED)
    record(_as(owner), "registration_confirmed", "camera", camera.pk,
           basis="consent", request_id=request_id, client=client)  # fmt: skip
    return camera


@transaction.atomic
def withdraw(token: str, *, request_id: str = "", client: str = "") -> bool:
    """Take a registration back, with all that was said; False where the camera is in use by now.

    Raises UnknownLink.
    """
    camera = Camera.registry.select_for_update(no_key=True).get(pk=read(token).pk)
    if camera.status not in (Camera.Status.DRAFT, Camera.Status.PENDING):
        return False
    remove(camera, by=_as(camera.owner), deed="registration_withdrawn",
            request_id=request_id, client=client)  # fmt: skip
    return True


def forget_unconfirmed() -> None:
    """Remove what nobody confirmed in time, and who it was said to be of."""
    late = Camera.registry.filter(
        status=Camera.Status.DRAFT, created_at__lt=timezone.now() - CONFIRM_WITHIN
    )
    for id in late.values_list("pk", flat=True):
        with transaction.atomic():
            camera = late.select_for_update(no_key=True, skip_locked=True).filter(pk=id).first()
            if camera is not None:
                remove(camera, by=Shell("worker"), deed="registration_lapsed")


def remove(camera: Camera, *, by: Named, deed: str, **traces: Any) -> None:
    """Delete a registration that never was in use, and its owner where nothing else is theirs."""
    owner = camera.owner
    _say_again(camera, Consent.Deed.WITHDRAWN)
    record(by, deed, "camera", camera.pk, basis="consent", **traces)
    Notice.objects.about("camera", camera.pk).delete()
    OwnerLink.objects.filter(owner=owner, about=str(camera.pk)).delete()
    camera.delete()
    if owner.user_id is None and not owner.cameras(manager="registry").exists():
        owner.delete()


def _say_again(camera: Camera, deed: Consent.Deed) -> None:
    said = consent.last(camera.pk)
    ticked = [] if said is None or deed == Consent.Deed.WITHDRAWN else said.ticked
    language = camera.owner.language if said is None else said.language
    consent.append(camera.owner_id, camera.pk, deed, language=language, ticked=ticked)


def _known(email: str, place: Point, azimuth: float | None) -> Camera | None:
    """Find the same camera of the same owner: there, and not looking another way."""
    near = Camera.registry.filter(
        owner__email__iexact=email,
        owner__kind__in=KINDS,
        surveyed_position__dwithin=(place, SAME_PLACE / 50_000),  # by the index, then in metres
        surveyed_position__distance_lte=(place, D(m=SAME_PLACE)),
    ).exclude(status=Camera.Status.RETIRED)
    return next(
        (
            camera
            for camera in near.order_by("number")
            if azimuth is None
            or camera.azimuth is None
            or abs(difference(azimuth, camera.azimuth)) < SAME_WAY
        ),
        None,
    )


def _owner(registration: Registration, email: str) -> Owner:
    """Give who has this address; what a stranger says of somebody who confirmed it is not taken."""
    owner = Owner.objects.filter(email__iexact=email, kind__in=KINDS, left_at=None).first()
    if owner is not None and owner.email_confirmed_at:
        return owner
    owner = owner or Owner(email=email)
    owner.kind, owner.name = registration.kind, registration.name
    owner.language = registration.language
    owner.save()
    return owner


def _camera(registration: Registration, owner: Owner, place: Point) -> Camera:
    sight = registration.described.sight()
    return Camera.registry.create(
        number=next_number(),
        name=registration.camera_name,
        kind=registration.kind,
        form=sight.form,
        level=Camera.Level.ONE,
        status=Camera.Status.DRAFT,
        owner=owner,
        indoor=sight.indoor,
        retention_days=registration.retention_days,
        position=place,
        surveyed_position=place,
        position_sd=5.0,
        height=sight.height,
        azimuth=sight.azimuth,
        azimuth_sd=COARSE if registration.coarse else EXACT,
        hfov=sight.hfov,
        range=sight.range,
        reach_hfov=sight.reach_hfov,
        reach_azimuth=sight.reach_azimuth,
        fov_source=Camera.Source.OWNER,
    )


def _ask_to_confirm(camera: Camera, language: str) -> None:
    owner = camera.owner
    token = links.make(owner, OwnerLink.Purpose.CONFIRM, about=str(camera.pk), lasts=LINK_LASTS)
    enqueue(
        "confirm_registration",
        to=owner.email,
        language=language,
        values={
            "name": owner.name,
            "camera": camera.name,
            "centre": settings.CENTRE_NAME,
            "confirm": f"{settings.PUBLIC_ADDRESS}/register/confirm/{token}",
            "withdraw": f"{settings.PUBLIC_ADDRESS}/register/withdraw/{token}",
            "days": str(CONFIRM_WITHIN.days),
        },
        about=("camera", str(camera.pk)),
    )


def _tell_known(camera: Camera, language: str) -> None:
    """Tell the address, and it alone; what was not confirmed yet is asked for again."""
    if camera.status == Camera.Status.DRAFT:
        _ask_to_confirm(camera, language)
        return
    enqueue(
        "already_registered",
        to=camera.owner.email,
        language=language,
        values={
            "name": camera.owner.name,
            "camera": camera.name,
            "centre": settings.CENTRE_NAME,
            "page": f"{settings.PUBLIC_ADDRESS}/owner",
        },
        about=("camera", str(camera.pk)),
    )


def _as(owner: Owner) -> Actor:
    """Act as the owner, who was known by a link; the log keeps the id and no name."""
    return Actor(role="owner", id=str(owner.pk), owner_id=owner.pk)
