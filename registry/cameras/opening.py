"""What nobody but its owner does: open a private camera to others."""

from registry.cameras.models import Camera
from registry.refusals import Fault


def openings(camera: Camera, *, level: int, kind: str, another_owner: bool) -> list[Fault]:
    """Name what would open this camera to whom its owner did not choose."""
    if camera.level == Camera.Level.AGENCY:
        return []
    phone = kind == Camera.Kind.PHONE != camera.kind
    would = (
        ("level", level < camera.level, "Only its owner opens a private camera, by a grant."),
        ("kind", phone, "A caller's phone is registered as one."),
        ("owner", another_owner, "A private camera stays its owner's."),
    )
    return [Fault(field, why) for field, opens, why in would if opens]
