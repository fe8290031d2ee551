"""An owner reads of every look at their camera, whose it was and why."""

from registry.models import Camera
from registry.ownership import looks
from tests.registry.ownership.conftest import Scene


def test_a_live_look_says_who_why_and_how_long(scene: Scene) -> None:
    scene.look("live_opened")
    scene.look("live_closed", detail={"seconds": 42.4})
    [look] = looks.of(scene.camera).looks
    assert (look.kind, look.agency, look.role) == ("live", scene.agency.name, "dispatcher")
    assert (look.number, look.purpose_name, look.seconds) == (
        "26-0001", "Call for service", 42.4,
    )  # fmt: skip


def test_a_look_that_was_refused_is_told_and_one_that_was_let_in_is_told_once(
    scene: Scene,
) -> None:
    scene.look("live_asked", request="r1", result="refused", detail={"reason": "too far away"})
    scene.look("live_asked", request="r2")
    scene.look("live_opened", request="r2")
    kinds = [(look.kind, look.reason) for look in looks.of(scene.camera).looks]
    assert kinds == [("live", ""), ("refused", "too far away")]


def test_lists_that_named_the_camera_are_told_as_one_and_others_are_not(scene: Scene) -> None:
    other = Camera.registry.create(
        number=8, name="Another", kind="resident", level=1, owner=scene.owner,
        position=scene.camera.position, surveyed_position=scene.camera.position,
    )  # fmt: skip
    for _ in range(3):
        scene.list_cameras(scene.camera.pk, other.pk)
    scene.list_cameras(other.pk)
    [look] = looks.of(scene.camera).looks
    assert (look.kind, look.times) == ("listed", 3)
    assert len(list(looks.every(scene.camera))) == 3


def test_the_owners_own_visits_are_not_looks(scene: Scene) -> None:
    own = Scene(**{**vars(scene), "dana": scene.ida})
    own.look("thumbnail_viewed")
    assert looks.of(scene.camera).looks == []


def test_older_looks_are_on_the_next_page(scene: Scene) -> None:
    for n in range(5):
        scene.look("live_opened", request=f"r{n}")
    page = looks.of(scene.camera, most=3)
    rest = looks.of(scene.camera, before=page.older, most=3)
    entries = [look.entry for look in [*page.looks, *rest.looks]]
    assert len(set(entries)) == 5
    assert rest.older is None
