"""A preview looks at few cells only, and is what measuring everything again would find."""

from typing import Any

import numpy as np
import pytest
from django.contrib.gis.geos import Point

from registry.cameras.placing import place
from registry.coverage.models import StudyCell
from registry.models import Camera, Placement
from registry.scenarios.changes import read
from registry.scenarios.preview import Preview, preview
from registry.scenarios.refusals import BadChanges
from registry.scenarios.trials import Verdict
from tests.registry.scenarios import planned
from tests.registry.scenarios.planned import Planned, at

pytestmark = pytest.mark.django_db
Act = dict[str, Any]


@pytest.fixture
def quarter() -> Planned:
    return planned.build()


def act(op: str, camera: object, **values: Any) -> Act:
    return {"op": op, "camera": str(camera), "values": values}


def drawn_up(rng: np.random.Generator, camera: Camera, turn: int) -> Act:
    """Give any act on a camera."""
    spot = at(*rng.uniform(-60, 60, 2))
    azimuth = float(rng.uniform(0, 360))
    return [
        act("turn", camera.pk, azimuth=azimuth),
        act("move", camera.pk, position=spot),
        act("remove", camera.pk),
        act("lens", camera.pk, hfov=float(rng.uniform(20, 200)), range=float(rng.uniform(20, 90))),
        act("raise", camera.pk, height=float(rng.uniform(3, 12))),
        act("add", f"new-{turn}", position=spot, azimuth=azimuth, hfov=70.0, range=50.0),
    ][turn % 6]


def by_cell(found: Preview) -> dict[int, tuple[float, int]]:
    rows = zip(found.after.px_per_m.tolist(), found.after.cameras.tolist(), strict=True)
    return dict(zip(found.changed.cells.tolist(), rows, strict=True))


def test_a_preview_is_what_measuring_everything_again_finds(quarter: Planned) -> None:
    study, rng = quarter.study, np.random.default_rng(5)
    acts = [drawn_up(rng, camera, turn) for turn, camera in enumerate(quarter.cameras)]
    found = by_cell(preview(study, read(acts)))
    do(acts)
    study.at = Placement.objects.order_by("-valid_from").values_list("valid_from", flat=True)[0]
    best, count = planned.measured(study)
    for row in StudyCell.objects.filter(study=study):
        px, cameras = found.get(row.cell, (row.px_per_m, row.cameras))
        assert px == pytest.approx(best.get(row.cell, 0.0), rel=1e-9)
        assert cameras == count.get(row.cell, 0)


def do(acts: list[Act]) -> None:
    """Do on the ground what was planned on paper."""
    for each in acts:
        values = dict(each["values"])
        if each["op"] == "add":
            spot = Point(values.pop("position"), srid=4326)
            Camera.registry.create(
                number=99, name="New", kind="traffic", level=0, mount="pole", position=spot,
                surveyed_position=spot, height=5.0, width_px=1920, placed_at=None,
                owner=Camera.registry.filter(level=0)[0].owner, **values,
            )  # fmt: skip
            continue
        camera = Camera.registry.get(pk=each["camera"])
        if each["op"] == "remove":
            camera.status = Camera.Status.RETIRED
        if "position" in values:
            camera.surveyed_position = Point(values.pop("position"), srid=4326)
        for name, value in values.items():
            setattr(camera, name, value)
        camera.placed_at = None
        camera.save()
    place()


def test_a_camera_more_and_the_same_less_cancel_out(quarter: Planned) -> None:
    more = act("add", "new-1", position=at(0, 0), hfov=360.0)
    gained = preview(quarter.study, read([more]))
    assert gained.numbers["area"]["amount"] > 100
    assert gained.numbers["street"]["amount"] > 5
    assert gained.numbers["cells"]["lost"] == 0
    assert gained.numbers["cameras"] == {"added": 1, "changed": 0, "removed": 0}
    nothing = preview(quarter.study, read([more, act("remove", "new-1")]))
    assert nothing.numbers["area"] == {"amount": 0.0, "share": 0.0}
    assert not len(nothing.changed.cells)


def test_what_private_cameras_see_already_counts_for_less(quarter: Planned) -> None:
    found = preview(quarter.study, read([act("add", "new-1", position=at(0, 0), hfov=360.0)]))
    exact, estimate = found.numbers["area"], found.numbers["estimate"]["area"]
    assert 0 < estimate["amount"] < exact["amount"]


def test_a_camera_taken_down_loses_what_nobody_else_sees(quarter: Planned) -> None:
    found = preview(quarter.study, read([act("remove", each.pk) for each in quarter.cameras]))
    seen = StudyCell.objects.filter(study=quarter.study, cameras__gt=0).count()
    assert found.numbers["cells"]["lost"] == seen
    assert set(found.changed.verdicts.tolist()) <= {Verdict.SAME, Verdict.LOST, Verdict.WORSE}
    assert found.numbers["overlaps"] == 0


def test_a_private_camera_is_as_unknown_as_none_at_all(quarter: Planned) -> None:
    private = Camera.registry.get(level=1)
    nobody = "00000000-0000-4000-8000-000000000000"
    told = []
    for id in (str(private.pk), nobody):
        with pytest.raises(BadChanges) as refused:
            preview(quarter.study, read([act("turn", id, azimuth=10.0)]))
        told.append((refused.value.detail, refused.value.errors))
    assert told[0] == told[1]


def test_a_camera_deleted_since_is_named_by_its_act(quarter: Planned) -> None:
    acts = read([act("turn", each.pk, azimuth=1.0) for each in quarter.cameras[:2]])
    quarter.cameras[1].delete()
    with pytest.raises(BadChanges) as refused:
        preview(quarter.study, acts)
    assert [fault.field for fault in refused.value.errors] == ["changes[1].camera"]
