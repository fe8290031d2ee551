"""Deeds: an owner leaves, and all that was known of them goes; counts and the log stay."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from registry.access.facts import Actor
from registry.accounts.models import Receipt, User
from registry.audit.recording import record
from registry.cameras.models import Camera
from registry.edge import revoking
from registry.edge.models import Box, Pairing
from registry.evidence.models import Item, Upload
from registry.footage.models import FootageClip, Recipient
from registry.notices import forgetting, sending
from registry.owners import links
from registry.owners.models import Owner
from registry.ownership.models import Dispute
from registry.ownership.refusals import UnfitWords
from registry.ownership.retiring import retire
from registry.refusals import Fault

GOODBYE = "owner_left"
WORD = {"en": "DELETE", "es": "BORRAR"}  # what is typed to confirm


@transaction.atomic
def leave(owner: Owner, typed: str, *, by: Actor, **traces: Any) -> None:
    """Forget an owner: cameras, boxes, account, mail, links, words. Raises UnfitWords.

    A last mail says that it is done; its row is forgotten once it is sent.
    """
    if typed.strip().upper() not in WORD.values():
        word = WORD.get(owner.language, WORD["en"])
        raise UnfitWords(errors=[Fault("typed", f"Type {word} to confirm.")])
    if owner.kind == Owner.Kind.AGENCY:
        raise UnfitWords("A public body's cameras are kept by its registrar.")
    owner = Owner.objects.select_for_update(of=("self",)).select_related("user").get(pk=owner.pk)
    address, language = owner.email, owner.language
    _end_boxes(owner, by, traces)
    cameras = list(Camera.registry.filter(owner=owner).exclude(status=Camera.Status.RETIRED))
    for camera in cameras:
        retire(camera, by=by, **traces)
    Dispute.objects.filter(owner=owner).delete()
    _forget_giver(owner)
    Recipient.objects.filter(owner=owner).update(owner=None)
    links.end(owner)
    record(by, "owner_left", "owner", owner.pk, detail={"cameras": len(cameras)}, **traces)
    user, owner.user = owner.user, None
    owner.name = owner.email = owner.phone = ""
    owner.email_confirmed_at = owner.paused_until = owner.reminded_at = None
    owner.left_at = timezone.now()
    owner.save()
    if user is not None:
        _forget_user(user)
    _forget_mail(owner, address)
    if address:
        sending.enqueue(
            GOODBYE, to=address, language=language,
            values={"centre": settings.CENTRE_NAME}, about=("owner", str(owner.pk)),
        )  # fmt: skip


def forget_goodbyes() -> None:
    """Forget the last mails that were sent, or could not be: nothing is to be sent again."""
    forgetting.forget_kind(GOODBYE, timezone.now())


def _forget_mail(owner: Owner, address: str) -> None:
    """Blank what went to them, and what went to others about what was theirs."""
    cameras = owner.cameras(manager="registry")
    forgetting.forget_about("camera", cameras.values_list("pk", flat=True))
    forgetting.forget_about("box", owner.boxes.values_list("pk", flat=True))
    if address:
        forgetting.forget_address(address)


def _forget_giver(owner: Owner) -> None:
    """Leave what they sent, which is evidence, without their name; but not what a hold keeps."""
    clips = FootageClip.objects.filter(recipient__owner=owner)
    uploads = Upload.objects.filter(pk__in=clips.values("upload"))
    items = Item.registry.filter(pk__in=uploads.values("item"), hold="")
    items.update(giver="", device="")
    uploads.update(giver="", device="")


def _end_boxes(owner: Owner, by: Actor, traces: dict[str, Any]) -> None:
    """Revoke the boxes, then forget what they were called."""
    for box in Box.objects.filter(owner=owner):
        revoking.revoke(box.pk, by=by, **traces)
        box.cameras.all().delete()
    Box.objects.filter(owner=owner).update(name="", version="")
    Pairing.objects.filter(owner=owner).delete()


def _forget_user(user: User) -> None:
    """Keep a husk without a name: the log and what somebody made refer to it."""
    Receipt.objects.filter(actor=str(user.uid)).delete()
    for relation in user._meta.related_objects:
        if relation.on_delete is models.CASCADE:
            relation.related_model._base_manager.filter(**{relation.field.name: user}).delete()
    user.username, user.is_active = f"left-{user.uid}", False
    user.email = user.first_name = user.last_name = ""
    user.set_unusable_password()
    user.save()
