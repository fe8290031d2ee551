"""The page of effect: a funnel, a comparison in its address, and tables to take away."""

import csv
from datetime import UTC, datetime
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.test import Client

from registry.models import Entry
from tests.cast import Knock
from tests.registry.ledger.closed import calls, entered
from tests.tiles.scene import at

pytestmark = pytest.mark.django_db
JULY = datetime(2021, 7, 2, 16, tzinfo=UTC)


@pytest.fixture
def client(knock: Knock) -> Client:
    return knock("planner")


def corners(east: float) -> str:
    ways = ((-200, -200), (200, -200), (200, 200), (-200, 200))
    places = [at(east + dx, dy) for dx, dy in ways]
    return " ".join(f"{lng:.5f},{lat:.5f}" for lng, lat in places)


def asked(**changed: str) -> str:
    usual = {
        "treated_drawn": corners(0), "control_drawn": corners(3000), "ring": "200",
        "before_begins": "2021-03", "before_ends": "2021-03", "after_begins": "2021-07",
        "after_ends": "2021-07",
    }  # fmt: skip
    return f"/effect?{urlencode(usual | changed)}"


def table(page: str) -> str:
    return page.replace("/effect", "/effect/table.csv")


@pytest.fixture
def year() -> None:
    made = [
        *calls(0, {3: 60, 7: 20}), *calls(350, {3: 25, 7: 26}), *calls(3000, {3: 40, 7: 44}),
    ]  # fmt: skip
    assert len(made) == 215


def text(page: str) -> str:
    return " ".join(page.split())


def test_without_closed_calls_the_page_says_so(client: Client) -> None:
    assert "no closed calls" in client.get("/effect").content.decode()
    assert client.get("/effect/table.csv").status_code == 404


def test_the_funnel_is_that_of_the_last_year(client: Client, year: None) -> None:
    entered(20, looked="live", helped="helped", cleared=True, reported_at=JULY)
    page = text(client.get("/effect").content.decode())
    assert "<b>20</b>" in page
    assert "100 % (84 to 100)" in page  # Wilson, 20 of 20
    shown = client.get("/effect?begins=2021-03&ends=2021-07&by=priority")
    assert "Priority" in shown.content.decode()


def test_a_link_leads_to_an_answer_with_its_doubts(client: Client, year: None) -> None:
    shown = client.get(asked())
    page = text(shown.content.decode())
    assert shown.status_code == 200
    assert "0.30 times the calls" in page
    assert "fewer than chance explains" in page
    assert "Not a proof of cause." in page
    assert "Less than a year before or after" in page
    assert '"ring": {"type"' in page or "MultiPolygon" in page
    assert Entry.objects.filter(action="effect_compared", role="planner").count() == 1


def test_what_cannot_be_compared_is_said_at_its_field(client: Client, year: None) -> None:
    for changed, words in (
        ({"treated_drawn": "1,2 nonsense"}, "longitude,latitude"),
        ({"treated_drawn": ""}, "Choose districts, or draw an area."),
        ({"ring": "5"}, "greater than or equal to 100"),
        ({"before_ends": "1999-01"}, "not one of the available choices"),
        ({"after_begins": "2021-03"}, "begins when the time before is over"),
    ):
        shown = client.get(asked(**changed))
        assert shown.status_code == 422
        assert words in text(shown.content.decode())
        assert 'id="faults"' in shown.content.decode()
        assert (
            client.get(asked(**changed).replace("/effect", "/effect/table.csv")).status_code == 404
        )


def test_evaluators_take_sums_and_what_they_mean_away(client: Client, year: None) -> None:
    answer = client.get(table(asked()))
    rows = list(csv.DictReader(StringIO(answer.content.decode())))
    told = {(row["table"], row["group"], row["measure"]): row for row in rows}
    assert told["counts", "treated", "before"]["value"] == "60"
    assert told["months", "control", "2021-07"]["value"] == "44"
    assert float(told["measures", "treated", "net_rate_ratio"]["value"]) == pytest.approx(
        0.303, abs=1e-3
    )
    assert told["measures", "all", "weighted_displacement_quotient"]["value"]
    assert "not why" in told["warnings", "all", "1"]["value"]
    meanings = list(csv.DictReader(StringIO(client.get("/effect/dictionary.csv").content.decode())))
    named = {row["name"] for row in meanings}
    assert {"net_rate_ratio", "total_net_effect", "low"} <= named
    assert Entry.objects.filter(action="effect_exported").count() == 1


def test_the_funnel_goes_out_without_small_counts_or_formulas(client: Client) -> None:
    entered(6, kind="=cmd", reported_at=JULY)
    entered(6, kind="Theft", looked="live", reported_at=JULY)
    entered(3, kind="Arson", reported_at=JULY)
    answer = client.get("/effect/table.csv").content.decode()
    rows = list(csv.DictReader(StringIO(answer)))
    calls_of = {row["group"]: row["value"] for row in rows if row["measure"] == "calls"}
    assert calls_of == {"all": "15", "'=cmd": "", "Theft": "6", "Other kinds": ""}


@pytest.mark.parametrize("role", ["dispatcher", "officer", "investigator", "registrar", "owner"])
def test_it_is_for_those_who_plan(knock: Knock, role: str) -> None:
    assert knock(role).get("/effect").status_code == 404
