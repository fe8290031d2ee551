from dataclasses import replace
from typing import Any

import pytest

from registry.access.policy import Actor
from registry.cameras.editing import save_camera
from registry.cameras.refusals import InvalidCamera
from registry.models import Camera, Entry, Owner

pytestmark = pytest.mark.django_db
REGISTRAR = Actor(role="registrar", id="r", name="Rae")


@pytest.fixture
def facts(owner: Owner) -> dict[str, Any]:
    return {
        "name": "Gate",
        "kind": "traffic",
        "level": 0,
        "owner": str(owner.id),
        "position": [-84.5, 38.04],
    }


def faults(values: dict[str, Any], camera: Camera | None = None) -> dict[str, str]:
    with pytest.raises(InvalidCamera) as refusal:
        save_camera(REGISTRAR, values, camera)
    return {fault.field: fault.message for fault in refusal.value.errors}


def test_a_camera_is_made_waits_to_be_placed_and_is_in_the_log(facts: dict[str, Any]) -> None:
    camera = save_camera(REGISTRAR, facts | {"azimuth": 365.0}, request_id="q1")

    kept = Camera.registry.get(pk=camera.pk)
    assert (kept.number, kept.name, kept.azimuth, kept.placed_at) == (1, "Gate", 5.0, None)
    entry = Entry.objects.get(action="camera_created")
    assert (entry.subject_id, entry.actor_name, entry.request_id) == (str(camera.id), "Rae", "q1")


def test_only_the_named_fields_change_and_the_log_says_which(facts: dict[str, Any]) -> None:
    camera = save_camera(REGISTRAR, facts | {"height": 5.0})

    save_camera(REGISTRAR, {"azimuth": 90, "height": 5.0}, camera)

    kept = Camera.registry.get(pk=camera.pk)
    assert (kept.azimuth, kept.height, kept.name) == (90.0, 5.0, "Gate")
    assert Entry.objects.get(action="camera_changed").detail == {
        "before": {"azimuth": None},
        "after": {"azimuth": 90.0},
    }


def test_the_log_says_where_it_was_and_whose(facts: dict[str, Any]) -> None:
    camera = save_camera(REGISTRAR, facts)
    school = Owner.objects.create(kind=Owner.Kind.SCHOOL, name="School")

    save_camera(REGISTRAR, {"owner": str(school.id), "position": [-84.6, 38.04]}, camera)

    assert Entry.objects.get(action="camera_changed").detail == {
        "before": {"owner": facts["owner"], "surveyed_position": [-84.5, 38.04]},
        "after": {"owner": str(school.id), "surveyed_position": [-84.6, 38.04]},
    }


def test_a_new_name_does_not_have_it_placed_again(facts: dict[str, Any]) -> None:
    camera = save_camera(REGISTRAR, facts)
    Camera.registry.update(placed_at="2026-01-01T00:00Z")

    save_camera(REGISTRAR, {"name": "Old gate"}, camera)
    assert Camera.registry.get().placed_at is not None
    save_camera(REGISTRAR, {"position": [-84.6, 38.04]}, camera)
    assert Camera.registry.get().placed_at is None


def test_every_field_at_fault_is_named_at_once(facts: dict[str, Any]) -> None:
    assert faults(
        facts
        | {
            "name": " ",
            "kind": "balloon",
            "level": True,
            "hfov": 0,
            "vfov": 180,
            "height": float("nan"),
            "range": "far",
            "azimuth": [],
            "owner": "nobody",
            "position": [181, 0],
            "colour": "red",
            "width_px": 1.5e15,
        }
    ) == {
        "name": "it is empty.",
        "kind": "“balloon” is none of traffic, building, school, business, resident, uav, robot,"
        " phone.",
        "level": "True is none of 0, 1, 2.",
        "hfov": "0 is not above 0.",
        "vfov": "180 lies outside 0 to 179 degrees.",
        "height": "nan is not a finite number.",
        "range": "“far” is not a number.",
        "azimuth": "[] is not a number.",
        "owner": "There is no such owner.",
        "position": "lng 181 lies outside -180 to 180.",
        "colour": "There is no such field.",
        "width_px": "1500000000000000.0 is too large a number.",
    }


def test_what_is_needed_is_asked_for() -> None:
    assert set(faults({})) == {"name", "kind", "level", "position", "owner"}


@pytest.mark.parametrize("position", [None, "here", [1], [1, 2, 3], ["a", "b"], [None, None]])
def test_a_position_is_two_numbers(facts: dict[str, Any], position: object) -> None:
    assert set(faults(facts | {"position": position})) == {"position"}


def test_a_megabyte_of_name_is_refused(facts: dict[str, Any]) -> None:
    assert faults(facts | {"name": "x" * 1_000_000}) == {
        "name": "it is longer than 200 characters."
    }


def test_a_ref_is_one_cameras(facts: dict[str, Any]) -> None:
    save_camera(REGISTRAR, facts | {"ref": "A1"})

    assert faults(facts | {"ref": "A1"}) == {"ref": "A1 is another camera's ref."}
    assert Camera.registry.count() == 1
    assert Entry.objects.filter(action="camera_created").count() == 1


@pytest.mark.parametrize("kind", ["business", "resident", "school"])
@pytest.mark.parametrize("level", [1, 2])
def test_nobody_but_its_owner_opens_a_private_camera(
    facts: dict[str, Any], kind: str, level: int
) -> None:
    theirs = Owner.objects.create(kind=kind, name="Theirs")
    camera = save_camera(REGISTRAR, facts | {"owner": str(theirs.id), "level": level, "kind": kind})

    assert faults({"level": 0, "owner": facts["owner"], "kind": "phone"}, camera) == {
        "level": "Only its owner opens a private camera, by a grant.",
        "owner": "A private camera stays its owner's.",
        "kind": "A caller's phone is registered as one.",
    }
    assert set(faults({"level": level - 1}, camera)) == {"level"}
    kept = Camera.registry.get(pk=camera.pk)
    assert (kept.level, kept.owner, kept.kind) == (level, theirs, kind)


def test_what_a_private_camera_already_is_may_be_said_again(facts: dict[str, Any]) -> None:
    baker = Owner.objects.create(kind=Owner.Kind.BUSINESS, name="Bakery")
    private = facts | {"owner": str(baker.id), "level": 1, "kind": "business"}
    camera = save_camera(REGISTRAR, private)

    assert save_camera(REGISTRAR, private | {"level": 2}, camera).level == 2


def test_only_a_public_body_has_a_camera_of_level_zero(facts: dict[str, Any]) -> None:
    baker = Owner.objects.create(kind=Owner.Kind.BUSINESS, name="Bakery")
    assert set(faults(facts | {"owner": str(baker.id)})) == {"level"}


def test_nobody_makes_the_centres_camera_their_own(facts: dict[str, Any]) -> None:
    mine = Owner.objects.create(kind=Owner.Kind.RESIDENT, name="Rae")
    camera = save_camera(REGISTRAR, facts)

    with pytest.raises(InvalidCamera) as refusal:
        save_camera(
            replace(REGISTRAR, owner_id=mine.pk), {"owner": str(mine.id), "level": 1}, camera
        )

    assert [fault.field for fault in refusal.value.errors] == ["owner"]
