"""What a CAD reports is taken once, in order, and never put where it cannot be."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from django.utils import timezone

from registry.incidents.closing import close, reopen
from registry.incidents.locating import locate
from registry.incidents.models import Incident
from registry.incidents.refusals import BadReport
from registry.incidents.reporting import Outcome, Report, report
from registry.models import District, Entry
from tests.registry.incidents.calls import CAD, CORNER, DANA, NOON, a_report


@pytest.fixture
def district(db: None) -> District:
    area = Polygon.from_bbox((-84.6, 38.0, -84.4, 38.1))
    return District.objects.create(
        source="t", external_id="1", name="Town", area=MultiPolygon(area, srid=4326)
    )


@pytest.mark.django_db
def test_the_same_call_is_one_incident_however_often_it_is_reported() -> None:
    first, created = report(a_report(), by=CAD)
    again, updated = report(
        a_report(priority=1, updated_at=NOON + timedelta(minutes=1), units=("E5",)), by=CAD
    )
    assert (created, updated) == (Outcome.CREATED, Outcome.UPDATED)
    assert first.pk == again.pk
    kept = Incident.registry.get()
    assert (kept.priority, kept.units, kept.number, kept.state) == (1, ["E5"], "26-1", "open")


@pytest.mark.django_db
def test_an_older_word_changes_nothing_and_is_answered_as_such() -> None:
    report(a_report(summary="window broken", updated_at=NOON), by=CAD)
    late = a_report(summary="caller asks", updated_at=NOON - timedelta(seconds=1))
    incident, outcome = report(late, by=CAD)
    assert outcome is Outcome.OUT_OF_ORDER
    assert incident.summary == Incident.registry.get().summary == "window broken"
    assert Entry.objects.filter(action="incident_out_of_order").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("point", [None, (0.0, 0.0), (-80.0, 38.04)])
def test_a_place_that_cannot_be_waits_for_one(
    district: District, point: tuple[float, float] | None
) -> None:
    incident, _ = report(a_report(point=point), by=CAD)
    assert (incident.state, incident.position) == ("needs_location", None)
    assert report(a_report(external_id="2", point=CORNER), by=CAD)[0].state == "open"


@pytest.mark.django_db
def test_without_districts_every_place_on_earth_is_ours() -> None:
    assert report(a_report(point=(24.94, 60.17)), by=CAD)[0].state == "open"


@pytest.mark.django_db
def test_a_place_found_by_hand_outlives_a_report_that_knows_none() -> None:
    report(a_report(), by=CAD)
    incident, _ = report(a_report(point=None, updated_at=NOON + timedelta(1)), by=CAD)
    assert incident.position is not None
    assert incident.position.coords == pytest.approx(CORNER)


@pytest.mark.django_db
def test_the_source_closes_and_opens_its_own_call() -> None:
    closed, _ = report(a_report(state="closed"), by=CAD)
    assert closed.state == "closed"
    assert closed.closed_at is not None
    told, _ = report(a_report(updated_at=NOON + timedelta(1), units=("E5",)), by=CAD)
    assert (told.state, told.units, told.closed_at) == ("closed", ["E5"], closed.closed_at)
    opened, _ = report(a_report(updated_at=NOON + timedelta(2), state="open"), by=CAD)
    assert (opened.state, opened.closed_at) == ("open", None)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["", "open"])
def test_what_a_source_said_before_a_call_was_closed_here_does_not_open_it(state: str) -> None:
    incident, _ = report(a_report(), by=CAD)
    close(incident.pk, by=DANA)
    late = timezone.now() - timedelta(minutes=5)
    kept, outcome = report(a_report(updated_at=late, state=state, units=("E5",)), by=CAD)
    assert (kept.state, kept.units, outcome) == ("closed", ["E5"], Outcome.UPDATED)

    later = timezone.now() + timedelta(minutes=1)
    kept, _ = report(a_report(updated_at=later), by=CAD)
    assert kept.state == "closed"  # it did not say that the call is open
    later += timedelta(minutes=1)
    assert report(a_report(updated_at=later, state="open"), by=CAD)[0].state == "open"


@pytest.mark.django_db
def test_what_a_source_said_before_a_call_was_opened_again_does_not_close_it() -> None:
    incident, _ = report(a_report(), by=CAD)
    close(incident.pk, by=DANA)
    reopen(incident.pk, by=DANA)
    late = timezone.now() - timedelta(minutes=5)
    assert report(a_report(updated_at=late, state="closed"), by=CAD)[0].state == "open"


@pytest.mark.django_db
def test_a_place_found_by_hand_outlives_what_was_said_before() -> None:
    incident, _ = report(a_report(), by=CAD)
    found = (-84.49, 38.05)
    locate(incident.pk, found, by=DANA, radius=90, address="1 Main Street")
    late = timezone.now() - timedelta(minutes=5)
    kept, _ = report(a_report(updated_at=late, address="Main Street", priority=1), by=CAD)
    assert kept.position is not None
    assert kept.position.coords == pytest.approx(found)
    assert (kept.radius, kept.address, kept.priority) == (90, "1 Main Street", 1)

    later = timezone.now() + timedelta(minutes=1)
    moved, _ = report(a_report(updated_at=later), by=CAD)
    assert moved.position is not None
    assert moved.position.coords == pytest.approx(CORNER)


@pytest.mark.django_db
def test_nobody_reports_what_is_begun_by_hand() -> None:
    with pytest.raises(BadReport) as refused:
        report(a_report(source="hand", external_id=f"P-{timezone.localdate():%Y%m%d}-x"), by=DANA)
    assert refused.value.errors[0].field == "source"
    assert not Incident.registry.exists()


def report_and_hang_up(sent: Report) -> Outcome:
    try:
        return report(sent, by=CAD)[1]
    finally:
        connection.close()


def test_two_first_reports_at_once_make_one_incident(committed: None) -> None:
    for round in range(5):
        sent = a_report(external_id=str(round))
        with ThreadPoolExecutor(2) as at_once:
            outcomes = set(at_once.map(report_and_hang_up, [sent, sent]))
        assert outcomes == {Outcome.CREATED, Outcome.UPDATED}
    assert Incident.registry.count() == 5
