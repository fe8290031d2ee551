"""What a tile says of a camera in one integer: kind, form, level, indoor, published."""

from typing import NamedTuple

from registry.cameras.models import Camera

# The order is the code: append, never insert.
KINDS = (
    Camera.Kind.TRAFFIC,
    Camera.Kind.BUILDING,
    Camera.Kind.SCHOOL,
    Camera.Kind.BUSINESS,
    Camera.Kind.RESIDENT,
    Camera.Kind.UAV,
    Camera.Kind.ROBOT,
    Camera.Kind.PHONE,
)
FORMS = (Camera.Form.FIXED, Camera.Form.PTZ, Camera.Form.PANORAMIC, Camera.Form.MOVING)

FORM_SHIFT = 4  # bits 0 to 3 hold the kind, 4 and 5 the form, 6 and 7 the level
LEVEL_SHIFT = 6
INDOOR = 1 << 8
PUBLISHED = 1 << 9


class Packed(NamedTuple):
    """What `attr` of a tile row says."""

    kind: Camera.Kind
    form: Camera.Form
    level: int
    indoor: bool
    published: bool


def pack(kind: str, form: str, level: int, *, indoor: bool, published: bool) -> int:
    """Put five facts into one integer."""
    return (
        KINDS.index(Camera.Kind(kind))
        | FORMS.index(Camera.Form(form)) << FORM_SHIFT
        | level << LEVEL_SHIFT
        | (INDOOR if indoor else 0)
        | (PUBLISHED if published else 0)
    )


def unpack(attr: int) -> Packed:
    """Take them out again."""
    return Packed(
        kind=KINDS[attr & 15],
        form=FORMS[attr >> FORM_SHIFT & 3],
        level=attr >> LEVEL_SHIFT & 3,
        indoor=bool(attr & INDOOR),
        published=bool(attr & PUBLISHED),
    )
