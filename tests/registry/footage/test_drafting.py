"""Drafts: within the limits, one's own, and sent once."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.utils import timezone
from pytest_django.fixtures import Settings

from registry.feeds.readers import reader
from registry.footage import drafting, sending
from registry.footage.areas import around
from registry.footage.limits import ASKED_FOR
from registry.footage.models import FootageRequest
from registry.footage.refusals import AlreadySent, CannotAsk, UnknownRequest
from registry.models import District, Entry, User
from tests.registry.footage.asked import LAT, LNG, camera, drafted, investigator, owner, square

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("minutes", "fits"), [(14, False), (15, True), (720, True), (721, False), (0, False)]
)
def test_a_window_lasts_between_a_quarter_of_an_hour_and_twelve_hours(
    cast: dict[str, User], minutes: int, fits: bool
) -> None:
    begins = timezone.now() - timedelta(days=2)
    ends = begins + minutes * MINUTE
    if fits:
        assert drafted(investigator(cast), begins=begins, ends=ends).ends == ends
        return
    with pytest.raises(CannotAsk) as refused:
        drafted(investigator(cast), begins=begins, ends=ends)
    assert [fault.field for fault in refused.value.errors] == ["ends"]


def test_nobody_is_asked_for_the_future(cast: dict[str, User]) -> None:
    now = timezone.now()
    drafted(investigator(cast), begins=now - 20 * MINUTE, ends=now - MINUTE)
    with pytest.raises(CannotAsk, match="as it stands") as refused:
        drafted(investigator(cast), begins=now - 20 * MINUTE, ends=now + MINUTE)
    assert "future" in refused.value.errors[0].message


@pytest.mark.parametrize(("radius", "fits"), [(140, False), (150, True), (640, True), (650, False)])
def test_an_area_is_more_than_a_house_and_less_than_a_town(
    cast: dict[str, User], radius: int, fits: bool
) -> None:
    if fits:
        assert drafted(investigator(cast), area=around(LNG, LAT, radius)).area
        return
    with pytest.raises(CannotAsk):
        drafted(investigator(cast), area=around(LNG, LAT, radius))


def test_the_limits_are_the_centres_to_set(cast: dict[str, User], settings: Settings) -> None:
    settings.FOOTAGE_AREA_MIN, settings.FOOTAGE_WINDOW_MIN = 1, 1
    begins = timezone.now() - timedelta(days=2)
    draft = drafted(
        investigator(cast), area=around(LNG, LAT, 5), begins=begins, ends=begins + MINUTE
    )
    assert draft.area


def test_an_area_outside_the_centres_districts_is_refused(cast: dict[str, User]) -> None:
    there = MultiPolygon(square(5000, 5000, 100), srid=4326)
    District.objects.create(source="test", external_id="1", name="Elsewhere", area=there)
    with pytest.raises(CannotAsk) as refused:
        drafted(investigator(cast))
    assert "outside the districts" in refused.value.errors[0].message


def test_no_purpose_is_an_assembly(cast: dict[str, User]) -> None:
    codes = {purpose.code for purpose in ASKED_FOR}
    assert not {code for code in codes if "event" in code or "assembl" in code}
    draft = drafted(investigator(cast), purpose="public_event")
    assert [fault.field for fault in drafting.missing(draft)] == ["purpose"]
    with pytest.raises(CannotAsk):
        sending.send(investigator(cast), draft.pk, [])


def test_a_draft_may_lack_anything_and_is_asked_of_nobody(cast: dict[str, User]) -> None:
    by = investigator(cast)
    draft = drafting.draft(by)
    assert {fault.field for fault in drafting.missing(draft)} == drafting.NEEDED.keys()
    with pytest.raises(CannotAsk):
        sending.look(by, draft)
    again = drafting.draft(by, request=draft.pk, case_number="26-17")
    assert (again.pk, again.case_number, again.state) == (draft.pk, "26-17", "draft")


def test_a_draft_is_its_makers_alone(cast: dict[str, User]) -> None:
    draft = drafted(investigator(cast))
    other = User.objects.create(username="other", role="investigator")
    for reads in (reader(other), *(reader(cast[role]) for role in cast if role != "investigator")):
        assert not FootageRequest.open_to(reads).exists()
        with pytest.raises(UnknownRequest):
            drafting.draft(reads, request=draft.pk)
        with pytest.raises(UnknownRequest):
            drafting.drop(reads, draft.pk)


def test_what_was_sent_is_neither_changed_nor_dropped(cast: dict[str, User]) -> None:
    by, asked = investigator(cast), owner()
    camera(asked)
    request = sending.send(by, drafted(by).pk, [asked.pk])
    for deed in (
        lambda: drafting.draft(by, request=request.pk),
        lambda: drafting.drop(by, request.pk),
        lambda: sending.send(by, request.pk, [asked.pk]),
    ):
        with pytest.raises(AlreadySent):
            deed()
    assert FootageRequest.open_to(reader(cast["auditor"])).get() == request


def test_a_dropped_draft_leaves_a_row_in_the_log(cast: dict[str, User]) -> None:
    by = investigator(cast)
    draft = drafted(by)
    drafting.drop(by, draft.pk)
    assert not FootageRequest.open_to(by).exists()
    assert Entry.objects.get(action="footage_draft_dropped").subject_id == str(draft.pk)
