"""Studies of coverage, page by page, as a planner has them."""

import json
import re

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from registry.coverage.models import Study
from registry.models import District, Incident, User
from tests.cast import Knock
from tests.registry.coverage.drawn import Drawn, draw

pytestmark = pytest.mark.django_db

SQUARE = [[-84.502, 38.038], [-84.498, 38.038], [-84.498, 38.042], [-84.502, 38.038]]
OUTLINE = {"type": "Polygon", "coordinates": [SQUARE]}


def said(**changed: object) -> dict[str, object]:
    """Fill the form in."""
    values = {
        "by": "drawn",
        "area": json.dumps(OUTLINE),
        "name": "Midtown",
        "cameras": "all",
        "density": "dori:recognise",
        "target_height": "1.5",
        "calls": "1",
        "schools": "0",
        "crossings": "0",
    }
    return values | changed


@pytest.fixture
def client(knock: Knock) -> Client:
    return knock("planner")


@pytest.fixture
def drawn(cast: dict[str, User]) -> Drawn:
    return draw(cast["planner"])


def test_an_empty_list_says_how_to_start(client: Client, knock: Knock) -> None:
    shown = client.get("/coverage").content.decode()
    assert "Draw an area to start" in shown
    assert re.search(r'<details class="new"\s+open', shown)
    assert "Draw an area" not in knock("auditor").get("/coverage").content.decode()


def test_a_drawn_area_becomes_a_study_with_a_page_of_its_own(client: Client) -> None:
    begun = client.post("/coverage", said(hour="2", density="iec_2025:discern"))
    study = Study.objects.get()
    assert begun["Location"] == f"/coverage/{study.pk}"
    assert (study.name, study.scheme, study.level, study.hour) == (
        "Midtown",
        "iec_2025",
        "discern",
        2,
    )
    page = client.get(begun["Location"]).content.decode()
    assert "Waiting for its turn" in page
    assert "<progress" in page
    assert "Discern, 80 px/m" in page
    assert "02:00 to 03:00" in page
    listed = client.get("/coverage").content.decode()
    assert "Midtown" in listed
    assert 'data-standing="queued"' in listed


def test_districts_are_chosen_from_those_there_are(client: Client) -> None:
    there = District.objects.create(name="East", area=MultiPolygon(Polygon(SQUARE)))
    assert "East" in client.get("/coverage").content.decode()
    client.post("/coverage", said(by="districts", districts=[there.pk], name=""))
    study = Study.objects.get()
    assert study.districts == [there.pk]
    assert study.name.startswith("East, ")


def test_the_outline_in_a_file_is_kept_while_something_else_is_put_right(client: Client) -> None:
    file = SimpleUploadedFile("beat 3.geojson", json.dumps(OUTLINE).encode())
    refused = client.post("/coverage", said(by="file", area="", file=file, target_height="9"))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "The outline in beat 3.geojson was read and is kept." in page
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept
    again = said(by="file", area="", kept=kept[1].replace("&quot;", '"'))
    assert client.post("/coverage", again).status_code == 302
    assert Study.objects.get().area.num_points == 4


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"area": ""}, "area", "Draw the area on the map"),
        ({"area": "{"}, "area", "no GeoJSON"),
        ({"area": "[1]"}, "area", "no GeoJSON"),
        (
            {
                "area": '{"type":"Polygon","coordinates":'
                "[[[0,0],[0.01,0.01],[0.01,0],[0,0.01],[0,0]]]}"
            },
            "area",
            "crosses itself at",
        ),
        ({"by": "districts"}, "districts", "at least one district"),
        ({"by": "districts", "districts": ["12345"]}, "districts", "Select a valid choice"),
        ({"by": "file"}, "file", "Choose a file"),
        ({"cameras": "private"}, "cameras", "Select a valid choice"),
        ({"density": "dori:guess"}, "density", "Select a valid choice"),
        ({"day": "2999-01-01"}, "day", "in the future"),
        ({"target_height": "nan"}, "target_height", "Enter a number"),
        ({"target_height": "8"}, "target_height", "less than or equal to 3"),
        ({"hour_from": "22"}, "hour_from", "Give both hours"),
        ({"calls": "-1"}, "calls", "greater than or equal to 0"),
        ({"kinds": ["none such"]}, "kinds", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    client: Client, changed: dict[str, object], field: str, words: str
) -> None:
    refused = client.post("/coverage", said(**changed))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'value="Midtown"' in page
    assert f'href="#id_{field}"' in page
    assert words in page.partition(f'id="id_{field}_error"')[2][:200]
    assert not Study.objects.exists()


def test_a_file_that_is_no_map_is_refused_by_name(client: Client) -> None:
    file = SimpleUploadedFile("beats.geojson", b"not a map")
    page = client.post("/coverage", said(by="file", file=file)).content.decode()
    assert "Give a GeoJSON, GeoPackage or KML file." in page


def test_calls_across_midnight_are_asked_for_and_shown_again(client: Client) -> None:
    client.post("/coverage", said(hour_from="22", hour_until="2", months=["6", "7"], schools="2"))
    study = Study.objects.get()
    assert study.demand["hours"] == [0, 1, 22, 23]
    assert study.demand["months"] == [6, 7]
    page = client.get(f"/coverage?from={study.pk}").content.decode()
    assert re.search(r'name="hour_from".*?<option value="22" selected>', page, re.DOTALL)
    assert re.search(r'name="hour_until".*?<option value="2" selected>', page, re.DOTALL)
    assert "-84.502" in page
    assert client.get("/coverage?from=nonsense").status_code == 200


def test_kinds_of_calls_are_those_there_have_been(client: Client) -> None:
    now = timezone.now()
    for number in ("1", "2"):
        Incident.registry.create(
            source="CAD", external_id=number, number=number, kind="noise_complaint", priority=4,
            state="needs_location", reported_at=now, updated_at=now,
        )  # fmt: skip
    page = client.get("/coverage").content.decode()
    assert page.count("Noise complaint") == 1
    client.post("/coverage", said(kinds=["noise_complaint"]))
    assert Study.objects.get().demand["kinds"] == ["noise_complaint"]


def test_the_result_is_readable_before_any_script_runs(client: Client, drawn: Drawn) -> None:
    page = " ".join(client.get(f"/coverage/{drawn.study.pk}").content.decode().split())
    area = 100 * drawn.study.numbers["shares"]["area"]["value"]
    assert f"<b>{area:.1f} %</b>" in page
    assert f"between {area - 5:.1f} and {area + 4:.1f} %" in page
    assert "117 m" in page or "118 m" in page  # of street that is not seen
    gaps = re.findall(r'class="name">([^<]+)</span> <b>(\d+) m</b> <span class="why">([^<]+)', page)
    assert gaps == [
        ("Elm Street", "47", "too few pixels"),
        ("Oak Street", "47", "no camera near"),
        ("Main Street", "23", "no camera near"),
    ]
    assert "3 agency cameras counted, answering 97 % of the time" in page
    assert "the height of 10 % of the buildings is assumed" in page
    for words in ("Identify", "Two", "Too few pixels", "Use as a start"):
        assert words in page


def test_it_is_compared_with_others_that_are_done(client: Client, drawn: Drawn) -> None:
    here, queued = f"/coverage/{drawn.study.pk}", client.post("/coverage", said())["Location"]
    assert "Compare with" not in client.get(here).content.decode()
    Study.objects.exclude(pk=drawn.study.pk).update(state=Study.State.DONE)
    assert (
        f'<option value="{queued.rpartition("/")[2]}">Midtown' in client.get(here).content.decode()
    )


def test_private_cameras_are_told_of_in_one_share_or_not_at_all(
    client: Client, drawn: Drawn
) -> None:
    here = f"/coverage/{drawn.study.pk}"
    assert "nothing is told" in client.get(here).content.decode()
    drawn.study.numbers["with_private"]["area"] = 0.4321
    drawn.study.save()
    assert "With private cameras 43.2 %" in client.get(here).content.decode()
    drawn.study.cameras = Study.Cameras.AGENCY
    drawn.study.save()
    assert "rivate cameras" not in client.get(here).content.decode()


def test_a_study_is_cancelled_and_deleted_without_a_script(client: Client) -> None:
    here = client.post("/coverage", said())["Location"]
    assert client.post(here, {"do": "delete"}).status_code == 409
    assert client.post(here, {"do": "cancel"})["Location"] == here
    page = client.get(here).content.decode()
    assert "was cancelled" in page
    assert "/coverage?from=" in page
    assert client.post(here, {"do": "cancel"}).status_code == 409
    assert client.post(here, {"do": "praise"}).status_code == 404
    assert client.post(here, {"do": "delete"})["Location"] == "/coverage"
    assert client.get(here).status_code == 404


def test_one_that_failed_says_why_and_can_be_begun_again(client: Client, drawn: Drawn) -> None:
    drawn.study.state, drawn.study.trouble = Study.State.FAILED, "The worker died 3 times."
    drawn.study.save()
    page = client.get(f"/coverage/{drawn.study.pk}").content.decode()
    assert "The worker died 3 times." in page
    assert f"/coverage?from={drawn.study.pk}" in page


def test_those_who_only_read_are_offered_nothing_to_do(knock: Knock, drawn: Drawn) -> None:
    for role in ("supervisor", "administrator", "auditor"):
        reader = knock(role)
        for page in ("/coverage", f"/coverage/{drawn.study.pk}"):
            shown = reader.get(page).content.decode()
            assert 'method="post"' not in shown
            assert "Drawn by hand" in shown


def test_it_may_be_asked_of_a_day_that_is_gone(client: Client) -> None:
    client.post("/coverage", said(day="2026-03-08", hour="2"))  # an hour the clocks skip
    assert Study.objects.get().at < timezone.now()
