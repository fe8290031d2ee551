"""A list of past calls comes in whole, and what cannot is listed beside it."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from registry.incidents.models import Incident
from registry.models import Entry

pytestmark = pytest.mark.django_db

GOOD = """\ufeffid;type;priority;longitude;latitude;date;closed
26-1;THEFT;2;-84,5;38,04;05/03/2026 14:02;05/03/2026 15:00
26-2;CRASH;1;-84.51;38.05;2026-05-03T14:02:00Z;
"""
BAD = """id,type,priority,lng,lat,date
1,theft,2,,38,2026-05-03
2,theft,2,0,0,2026-05-03
3,theft,9,-84.5,38,2026-05-03
4,theft,2,-84.5,38,yesterday
5,theft,2,nan,38,2026-05-03
6,theft,2,-84.5,98,2026-05-03
7,,2,-84.5,38,2026-05-03
8,theft,2,-84.5,38,2099-01-01
9,theft,2,-84.5,38,2026-05-03
9,theft,2,-84.5,38,2026-05-03
"""


def bring(path: Path, text: str, *options: str) -> None:
    path.write_text(text, encoding="utf-8")
    call_command("import_incidents", str(path), *options)


def test_past_calls_are_closed_ones_and_told_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        bring(tmp_path / "calls.csv", GOOD)
    assert capsys.readouterr().out.splitlines() == [
        "accepted 2, changed 0, rejected 0",
        "accepted 0, changed 2, rejected 0",
    ]
    theft = Incident.registry.get(external_id="26-1")
    assert (theft.source, theft.state, theft.priority) == ("calls", "closed", 2)
    assert theft.position is not None
    assert theft.position.coords == pytest.approx((-84.5, 38.04))
    assert theft.reported_at.isoformat() == "2026-05-03T18:02:00+00:00"  # the centre's own clock
    assert Entry.objects.filter(action="incidents_imported").count() == 2


def test_each_row_turned_away_is_listed_with_its_reason(tmp_path: Path) -> None:
    bring(tmp_path / "calls.csv", BAD)
    assert [call.external_id for call in Incident.registry.all()] == ["9"]
    with (tmp_path / "calls.csv.rejected.csv").open(encoding="utf-8") as file:
        reasons = [row["reason"] for row in csv.DictReader(file)]
    assert reasons == [
        "it has no lng.",
        "0,0 is what systems say that do not know where.",
        "priority “9” is not 1 to 5.",
        "“yesterday” is not a time.",
        "nan, 38 is not on the earth.",
        "-84.5, 98 is not on the earth.",
        "it has no kind.",
        "“2099-01-01” lies in the future.",
        "9 was used before, in row 9.",
    ]


def test_a_file_without_its_columns_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no column for kind"):
        bring(tmp_path / "calls.csv", "id,lng,lat,date\n1,-84.5,38,2026-05-03\n")
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_incidents", str(tmp_path / "none.csv"))
    named = "id,what,lng,lat,date\n1,theft,-84.5,38,2026-05-03\n"
    bring(tmp_path / "calls.csv", named, "--map", "kind=what", "--source", "rms")
    assert Incident.registry.get().source == "rms"
    with pytest.raises(CommandError, match="begun by hand"):
        bring(tmp_path / "hand.csv", named, "--map", "kind=what")
