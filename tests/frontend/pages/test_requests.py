"""Requests for footage, page by page, as an investigator has them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from registry.footage.areas import around
from registry.footage.models import FootageRequest
from registry.models import Incident, Notice, User
from tests.cast import Knock
from tests.registry.footage.asked import LAT, LNG, camera, drafted, investigator, owner, sent

pytestmark = pytest.mark.django_db


def said(**changed: str) -> dict[str, str]:
    """Fill in the form."""
    begins = timezone.localtime() - timedelta(days=2)
    values = {
        "case_number": "26-17",
        "purpose": "investigation",
        "contact": "Det. Reed",
        "text": "A van.",
        "begins": begins.strftime("%Y-%m-%dT%H:%M"),
        "ends": (begins + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
        "point": f"{LNG}, {LAT}",
        "radius": "200",
        "do": "next",
    }
    return values | changed


@pytest.fixture
def client(knock: Knock) -> Client:
    return knock("investigator")


def test_an_empty_list_says_what_a_request_is(client: Client) -> None:
    shown = client.get("/requests").content.decode()
    assert "No requests yet" in shown
    assert "/requests/new" in shown


def test_a_whole_request_leads_on_to_whom_to_ask_and_is_sent(client: Client) -> None:
    ann, bob = owner("Ann"), owner("Bob")
    camera(ann, days=3)
    camera(bob)
    saved = client.post("/requests/new", said())
    assert saved.status_code == 302
    page = client.get(saved["Location"]).content.decode()
    assert "2 cameras of 2" in page
    assert page.index("Ann") < page.index("Bob")  # who loses it first
    assert "expires in 23 h" in page.replace("\n", " ") or "expires in 1 day" in page
    counted = client.post(saved["Location"], {"do": "count", "owner": [str(ann.pk)]})
    assert "1 chosen" in counted.content.decode()
    assert ann.email not in page
    assert client.post(saved["Location"], {"do": "send", "owner": "x"}).status_code == 422
    sent = client.post(saved["Location"], {"do": "send", "owner": [str(ann.pk), "x"]})
    assert sent.status_code == 302
    board = client.get(saved["Location"]).content.decode()
    assert "Owners asked" in board
    assert [notice.to for notice in Notice.objects.all()] == [ann.email]
    for name in ("Ann", "Bob", str(ann.pk), str(bob.pk)):
        assert name not in board
    assert "Open until" in client.get("/requests").content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"radius": "100"}, "ask about at least 0.065 km²"),
        ({"area": "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"}, "crosses itself"),
        ({"point": "here"}, "with a comma between"),
        ({"point": ""}, "Draw the area"),
        ({"case_number": ""}, "Give the case number"),
        ({"purpose": "public_event"}, "Select a valid choice"),
        ({"begins": "yesterday"}, "Enter a valid date"),
        ({"radius": "nan"}, "Enter a number"),
        ({"incident": "x"}, "Enter a valid UUID"),
    ],
)
def test_what_is_wrong_is_said_in_a_summary_and_at_its_field(
    client: Client, changed: dict[str, str], words: str
) -> None:
    refused = client.post("/requests/new", said(**changed))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'id="faults"' in page
    assert page.count(words) >= 1
    assert 'value="26-17"' in page or "case_number" in changed


def test_a_drawn_outline_goes_before_the_point(client: Client) -> None:
    drawn = around(LNG + 0.01, LAT, 300)
    ring = json.dumps(drawn.__geo_interface__)
    client.post("/requests/new", said(area=ring))
    saved = FootageRequest.registry.get()
    assert saved.area
    assert saved.area.centroid.x == pytest.approx(LNG + 0.01, abs=1e-5)


def test_a_draft_is_kept_half_done_and_gone_on_with(client: Client) -> None:
    kept = client.post("/requests/new", {"do": "save", "case_number": "26-17"})
    page = client.get(kept["Location"])
    assert "The draft is saved" in page.content.decode()
    edit = kept["Location"].partition("?")[0]
    request = FootageRequest.registry.get()
    whom = client.get(f"/requests/{request.pk}")
    assert whom["Location"] == edit  # it is not whole yet
    done = client.post(edit, said())
    assert done["Location"] == f"/requests/{request.pk}"
    assert 'value="26-17"' in client.get(edit).content.decode()
    assert client.post(f"/requests/{request.pk}", {"do": "drop"})["Location"] == "/requests"
    assert not FootageRequest.registry.exists()


def test_a_call_leads_into_a_request_about_it(client: Client, cast: dict[str, User]) -> None:
    now = timezone.now()
    call = Incident.registry.create(
        source="CAD", external_id="1", number="CAD 1", kind="robbery", priority=1,
        position=Point(LNG, LAT), state="open", reported_at=now, updated_at=now,
    )  # fmt: skip
    page = client.get(f"/requests/new?incident={call.pk}").content.decode()
    assert 'value="CAD 1"' in page
    assert f"{LNG:.6f}, {LAT:.6f}" in page
    client.post("/requests/new", said(incident=str(call.pk)))
    assert FootageRequest.registry.get().incident == call
    assert client.get("/requests/new?incident=x").status_code == 200


def test_nobody_saw_it_is_an_answer_too(client: Client, cast: dict[str, User]) -> None:
    draft = drafted(investigator(cast))
    assert "No camera saw it" in client.get(f"/requests/{draft.pk}").content.decode()


def test_its_outcome_is_said_and_it_is_ended(client: Client, cast: dict[str, User]) -> None:
    ann = owner("Ann")
    camera(ann)
    request, _ = sent(investigator(cast), ann)
    here = f"/requests/{request.pk}"
    assert client.post(here, {"do": "judge", "useful": "very"}).status_code == 404
    assert client.post(here, {"do": "judge", "useful": "no"}).status_code == 302
    assert client.post(here, {"do": "end"}).status_code == 302
    page = client.get(here).content.decode()
    assert "Over since" in page
    assert "Lapsed without an answer" in page
    assert client.post(here, {"do": "end"}).status_code == 409


def test_two_requests_in_which_other_owners_kept_silent_look_the_same(
    client: Client, cast: dict[str, User]
) -> None:
    ann, bob = owner("Ann"), owner("Bob")
    camera(ann)
    camera(bob)
    request, (first, second) = sent(investigator(cast), ann, bob)
    here = f"/requests/{request.pk}"
    seen = set()
    for answers in (("", ""), ("nothing", ""), ("", "nothing"), ("nothing", "nothing")):
        for recipient, answer in zip((first, second), answers, strict=True):
            recipient.answer = answer
            recipient.save()
        seen.add(_words(client.get(here)))
    assert len(seen) == 1


def _words(page: Any) -> str:
    """Give a page without what is new in each answer."""
    lines = page.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_an_auditor_reads_the_board_without_owners_names(
    knock: Knock, cast: dict[str, User]
) -> None:
    ann = owner("Ann")
    camera(ann)
    request, _ = sent(investigator(cast), ann)
    page = knock("auditor").get(f"/requests/{request.pk}").content.decode()
    assert "How it stands" in page
    assert "Ann" not in page
    assert 'method="post"' not in page
