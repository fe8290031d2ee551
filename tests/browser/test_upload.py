"""A file on its way from a phone: the line is lost, the page is loaded again, it arrives whole."""

import hashlib
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from registry.models import Incident
from tests.browser.conftest import Open
from tests.browser.test_reach import faults

MB = 1 << 20


@pytest.mark.usefixtures("complaints")
def test_a_file_goes_on_where_it_stopped_and_leaves_with_its_custody(
    visit: Open, incident: Incident, tmp_path: Path
) -> None:
    film = tmp_path / "camera 3.dav"
    film.write_bytes(bytes(range(256)) * (5 * MB // 256))
    digest = hashlib.sha256(film.read_bytes()).hexdigest()
    page = visit("supervisor", phone=True, theme="light")
    offsets: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "PATCH":
            offsets.append(route.request.headers["upload-offset"])
        if len(offsets) > 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/uploads/*", lose)
    page.goto(f"/evidence?incident={incident.pk}")
    files, line = page.locator("#upload-files"), page.locator(".files li")
    files.set_input_files(film)
    page.get_by_label("The recorder's clock").select_option("ahead")
    page.get_by_label("minutes").fill("2")
    page.get_by_role("button", name="Send").click()
    expect(line).to_contain_text("no connection")
    page.get_by_role("button", name="Pause: camera 3.dav").click()
    expect(line).to_contain_text("Paused")
    assert faults(page) == []

    page.unroute_all()
    page.reload()
    page.on("request", lambda sent: offsets.append(sent.headers.get("upload-offset", "")))
    files.set_input_files(film)
    expect(line).to_contain_text("begun before")
    page.get_by_role("button", name="Send").click()
    expect(line).to_contain_text(digest)
    assert offsets.count("0") == 1

    page.goto(f"/evidence?incident={incident.pk}")
    page.get_by_role("link", name="camera 3.dav").click()
    expect(page.locator("dl")).to_contain_text("120 seconds ahead")
    expect(page.locator("dl")).to_contain_text(digest)
    assert faults(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Export with custody").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        [original] = [name for name in archive.namelist() if name.startswith("files/")]
        assert hashlib.sha256(archive.read(original)).hexdigest() == digest
