"""What a reader may know of the phones of one call: how far each has come, and where it is."""

from dataclasses import dataclass, field
from datetime import timedelta

from registry.access.facts import Actor, Occasion
from registry.cameras.models import Camera, Pose
from registry.cameras.trails import trail
from registry.phones.models import Invite

BACK = timedelta(minutes=5)


@dataclass(frozen=True)
class Shown:
    """An invitation, and its camera with its last places where this reader may look now."""

    invite: Invite
    camera: Camera | None = None
    trail: list[Pose] = field(default_factory=list)


def of_call(actor: Actor, occasion: Occasion) -> list[Shown]:
    """List the invitations of a call, newest first."""
    seen = {
        camera.pk: camera
        for camera in Camera.open_to(actor, occasion)
        .filter(call_id=occasion.id)
        .select_related("frame")
    }
    trails = {pk: trail(camera, BACK) for pk, camera in seen.items()}
    return [
        Shown(invite, seen.get(of), trails.get(of, []))
        if (of := invite.camera_id)
        else Shown(invite)
        for invite in Invite.objects.filter(incident=occasion.id).order_by("-made_at")[:50]
    ]
