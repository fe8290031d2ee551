"""Reports as pages and files: who reads them, what stands on page one, and paper."""

import re
import zlib
from pathlib import Path

import pytest
from weasyprint.urls import FatalURLFetchingError

from frontend.pages import report_printing
from frontend.pages.report_press import press
from registry.feeds.readers import reader
from registry.models import Entry, Report
from registry.reports.making import Wanted, make
from tests.cast import Knock
from tests.registry.coverage.drawn import Drawn, draw

FORMS = ("csv", "gpkg", "parquet", "svg", "json")


@pytest.fixture
def drawn(db: None) -> Drawn:
    return draw()


@pytest.fixture
def report(drawn: Drawn) -> Report:
    wanted = Wanted(study=drawn.study.pk, title="Two <districts>", note="For the council.")
    return make(wanted, by=reader(drawn.study.author))


def opened(pdf: bytes) -> bytes:
    """Give a PDF with its streams unpacked."""
    packed = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(zlib.decompress(each) for each in packed if each[:1] == b"x")


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    found = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", opened(pdf))
    return [(round(float(wide)), round(float(tall))) for wide, tall in found]


def test_only_those_who_plan_read_it_and_a_stranger_is_shown_where_to_sign_in(
    knock: Knock, report: Report
) -> None:
    page = f"/reports/{report.pk}"
    for role in ("planner", "supervisor", "administrator", "auditor"):
        browser = knock(role)
        assert browser.get("/reports").status_code == 200
        assert browser.get(f"{page}.svg").status_code == 200, role
        assert (browser.post("/reports", {"study": "x"}).status_code == 422) == (role == "planner")
    for role in ("dispatcher", "officer", "investigator", "registrar", "owner", "machine"):
        browser = knock(role)
        assert {browser.get(path).status_code for path in ("/reports", page, f"{page}.csv")} == {
            404
        }
    assert knock("stranger").get(page).headers["Location"].startswith("/account/login/")


def test_a_planner_makes_one_with_a_click_and_each_taking_is_written_down(
    knock: Knock, drawn: Drawn
) -> None:
    planner = knock("planner")
    assert "Drawn by hand" in planner.get("/reports").content.decode()
    made = planner.post("/reports", {"study": drawn.study.pk})
    assert made.status_code == 302
    page = planner.get(made.headers["Location"]).content.decode()
    assert page.count("<h1>Drawn by hand</h1>") == 1
    assert page.index("<figure>") < page.index("Public ground seen") < page.index("nine of ten")
    first = page[page.index('class="first"') : page.index("</section>", page.index("first"))]
    assert first.count("<strong>") == 3
    assert first.count("<svg") == 1
    assert "style=" not in first
    for form in FORMS:
        answer = planner.get(f"{made.headers['Location']}.{form}")
        assert answer.status_code == 200
        assert f".{form}" in answer.headers["Content-Disposition"]
    assert planner.get(f"{made.headers['Location']}.exe").status_code == 404
    assert list(
        Entry.objects.filter(action="report_exported").values_list("detail__form", flat=True)
    ) == list(FORMS)


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"study": ""}, 422, "required"),
        ({"title": "t" * 201}, 422, "200"),
        ({"note": "n" * 2001}, 422, "2000"),
        ({"paper": "letter"}, 422, "letter"),
        ({"study": "0c5c4ae2-0000-4000-8000-000000000000"}, 404, "no such study"),
    ],
)
def test_what_cannot_be_made_is_said_beside_the_form(
    knock: Knock, drawn: Drawn, sent: dict[str, str], status: int, said: str
) -> None:
    answer = knock("planner").post("/reports", {"study": str(drawn.study.pk), **sent})
    assert (answer.status_code, said in answer.content.decode()) == (status, True)
    assert not Report.objects.exists()


def test_it_is_printed_on_either_paper_with_equal_bytes(knock: Knock, report: Report) -> None:
    planner = knock("planner")
    sizes: dict[str, bytes] = {}
    for paper in ("a4", "a4", "a3"):
        answer = planner.get(f"/reports/{report.pk}.pdf?paper={paper}")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert sizes.setdefault(paper, answer.content) == answer.content
    a4, a3 = (sheets(sizes[paper]) for paper in ("a4", "a3"))
    assert set(a4) == {(595, 842)}
    assert set(a3) == {(842, 1191)}
    assert 3 <= len(a4) <= 5
    assert b"/StructTreeRoot" in opened(sizes["a4"])
    assert b"Two &lt;districts&gt;" in opened(sizes["a4"])
    assert planner.get(f"/reports/{report.pk}.pdf?paper=letter").status_code == 404


def test_without_its_libraries_printing_is_refused_in_one_line(
    knock: Knock, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_printing, "PRESS", ("sh", "-c", "exit 3", "sh"))
    answer = knock("planner").get(f"/reports/{report.pk}.pdf")
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("This machine cannot print: install libpango")


def test_the_press_reads_its_own_folder_and_nothing_else(tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "ours.css").write_text("@page { size: A5 }")
    (tmp_path / "other.css").write_text("@page { size: A3 }")

    def width(address: str) -> int:
        page = f'<html lang=en><title>x</title><link rel=stylesheet href="{address}"><p>x'
        return sheets(press(page, "x", "/static/", ours))[0][0]

    assert width("/static/ours.css") == 420
    for address in ("/static/../other.css", f"file://{tmp_path}/other.css", "http://127.0.0.1:9/"):
        with pytest.raises(FatalURLFetchingError):
            width(address)
