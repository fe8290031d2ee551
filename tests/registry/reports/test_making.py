"""A report keeps what it says: whatever becomes of the study, of cameras and of the town."""

import json
from hashlib import sha256

import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import transaction
from django.db.utils import ProgrammingError

from registry.feeds.readers import reader
from registry.models import (
    Building,
    Camera,
    CameraCell,
    District,
    Entry,
    Owner,
    Report,
    ReportPart,
    Study,
    StudyCell,
    User,
)
from registry.reports import exporting, queries
from registry.reports.making import Wanted, canonical, make, taken
from registry.reports.refusals import NotMeasured
from tests.registry.coverage.drawn import PLANE, Drawn


def everything(report: Report) -> list[bytes]:
    report = queries.found(report.pk)
    files = [queries.part(report, name) for name in ReportPart.Name.values]
    return [canonical(report), exporting.table(report).encode(), *files]


def test_the_same_link_gives_the_same_report_whatever_changes(drawn: Drawn, report: Report) -> None:
    before = everything(report)
    for camera in drawn.cameras:
        camera.delete()
    Study.objects.filter(pk=drawn.study.pk).update(name="Another name", numbers={})
    StudyCell.objects.filter(study=drawn.study).update(level=0, cameras=0)
    District.objects.filter(pk=drawn.west.pk).update(name="Elsewhere")
    house = PLANE.geometry_to_degrees(shapely.box(-20, 10, 20, 40))
    Building.objects.create(
        source="test", external_id="1", height=9, height_source="height",
        footprint=MultiPolygon(Polygon(shapely.get_coordinates(house).tolist(), srid=4326)),
    )  # fmt: skip
    assert everything(report) == before
    drawn.study.delete()
    assert everything(report) == before
    assert queries.found(report.pk).study is None


def test_what_is_printed_can_be_checked_and_is_written_down(report: Report) -> None:
    found = queries.found(report.pk)
    assert sha256(canonical(found)).hexdigest() == found.sha256
    said = json.loads(canonical(found))
    assert said["title"] == "Two districts"
    for name, printed in said["parts"].items():
        assert sha256(queries.part(found, name)).hexdigest() == printed
    taken(found, "csv", by=reader(report.author))
    made, exported = Entry.objects.order_by("pk").values_list("action", "detail")
    assert made[0] == "report_made"
    assert made[1]["sha256"] == found.sha256
    assert exported == ("report_exported", {"form": "csv"})


def test_made_again_it_says_the_same_and_a_private_camera_changes_not_a_byte(
    drawn: Drawn, report: Report
) -> None:
    resident = Owner.objects.create(kind=Owner.Kind.RESIDENT, name="Ann Resident")
    there = drawn.cameras[0]
    hidden = Camera.registry.create(
        number=7, name="Ann's doorbell", kind="resident", level=2, owner=resident,
        position=there.position, surveyed_position=there.position, placed_at=there.placed_at,
    )  # fmt: skip
    cells = CameraCell.objects.filter(camera=there).values_list("cell", flat=True)
    CameraCell.objects.bulk_create(
        CameraCell(camera=hidden, cell=cell, px_per_m=300.0) for cell in cells
    )
    wanted = Wanted(study=drawn.study.pk, title=report.title, credit=report.data["credit"])
    again = make(wanted, by=reader(drawn.study.author))
    assert again.data == report.data
    for name in ReportPart.Name.values:
        assert queries.part(again, name) == queries.part(report, name)
    assert b"Ann" not in b"".join(everything(again))


@pytest.mark.parametrize("state", ["queued", "running", "failed", "cancelled"])
def test_only_a_finished_study_is_reported(drawn: Drawn, state: str) -> None:
    Study.objects.filter(pk=drawn.study.pk).update(state=state)
    with pytest.raises(NotMeasured):
        make(Wanted(study=drawn.study.pk), by=reader(drawn.study.author))
    assert not Report.objects.exists()


def test_the_web_cannot_mend_it_afterwards(cast: dict[str, User]) -> None:
    report = Report.objects.create(title="Fair", data={}, sha256="", author=cast["planner"])
    ReportPart.objects.create(report=report, name="map.svg", content=b"<svg/>")
    for each, nicer in (
        (Report.objects.all(), {"title": "Nicer"}),
        (ReportPart.objects.all(), {"content": b""}),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            each.update(**nicer)
        with pytest.raises(ProgrammingError), transaction.atomic():
            each.delete()
