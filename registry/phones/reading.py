"""What a reader may know of the phones of one call: how far each has come, and where it is."""

from dataclasses import dataclass

from registry.access.facts import Actor, Occasion
from registry.cameras.models import Camera, Pose
from registry.phones.models import Invite


@dataclass(frozen=True)
class Shown:
    """An invitation, and its camera with its last place where this reader may look now."""

    invite: Invite
    camera: Camera | None = None
    pose: Pose | None = None


def of_call(actor: Actor, occasion: Occasion) -> list[Shown]:
    """List the invitations of a call, newest first."""
    seen = {
        camera.pk: camera
        for camera in Camera.open_to(actor, occasion)
        .filter(call_id=occasion.id)
        .select_related("frame")
    }
    last = {
        pose.camera_id: pose
        for pose in Pose.objects.filter(camera__in=seen)
        .order_by("camera_id", "-at")
        .distinct("camera_id")
    }
    return [
        Shown(invite, seen.get(of), last.get(of)) if (of := invite.camera_id) else Shown(invite)
        for invite in Invite.objects.filter(incident=occasion.id).order_by("-made_at")[:50]
    ]
