"""What an owner changes is theirs to say; a new place is looked at before anybody is told."""

import pytest
from django.utils import timezone

from registry.cameras.refusals import InvalidCamera
from registry.models import Camera, Entry
from registry.ownership import changing
from tests.registry.ownership.conftest import PLACE, Scene


def test_words_and_direction_need_nobody(scene: Scene) -> None:
    values = {"name": "Gate", "azimuth": 180.0, "position": [PLACE.x, PLACE.y]}
    assert changing.change(scene.camera, values, by=scene.ida) == ["azimuth", "name"]
    camera = Camera.registry.get()
    assert (camera.name, camera.azimuth, camera.status) == ("Gate", 180.0, "approved")
    assert camera.fov_source == Camera.Source.OWNER
    assert camera.placed_at is None


def test_at_a_new_place_it_waits_and_is_off_the_public_map(scene: Scene) -> None:
    Camera.registry.update(public_at=timezone.now(), public_anchor=PLACE)
    changing.change(scene.camera, {"position": [PLACE.x + 0.001, PLACE.y]}, by=scene.ida)
    camera = Camera.registry.get()
    assert (camera.status, camera.public_at, camera.public_anchor) == ("pending", None, None)


def test_the_log_says_which_fields_and_not_what_they_hold(scene: Scene) -> None:
    changing.change(scene.camera, {"name": "Aunt Ida's room"}, by=scene.ida)
    assert Entry.objects.get(action="camera_changed").detail == {"fields": ["name"]}


def test_what_does_not_fit_is_named_and_nothing_changes(scene: Scene) -> None:
    with pytest.raises(InvalidCamera) as refused:
        changing.change(
            scene.camera, {"hfov": 900, "position": [0, 0], "name": "Gate"}, by=scene.ida
        )
    assert {fault.field for fault in refused.value.errors} == {"hfov", "position"}
    assert Camera.registry.get().name == "Quillfeather front porch"
