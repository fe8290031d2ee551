"""A file on its way from a phone: the line is lost, the page is loaded again, it arrives whole."""

import hashlib
import re
import zipfile
from pathlib import Path

import av
import numpy as np
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


def test_only_the_part_between_two_points_leaves_the_machine(
    visit: Open, incident: Incident, tmp_path: Path
) -> None:
    film = tmp_path / "porch.mp4"
    with av.open(str(film), "w") as container:
        stream = container.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.gop_size = 64, 48, 10  # a keyframe each two seconds
        stream.max_b_frames = 0  # as cameras film
        for number in range(60):
            grey = np.full((48, 64, 3), 4 * number, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode())
    page = visit("supervisor", phone=True, theme="light")
    page.goto(f"/evidence?incident={incident.pk}")
    page.locator("#upload-files").set_input_files(film)
    page.locator(".files summary").click()
    page.get_by_label("From: porch.mp4").fill("0:05")
    page.get_by_label("Until: porch.mp4").fill("0:03")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".files li")).to_contain_text("make no part")
    page.get_by_label("Until: porch.mp4").fill("0:07")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".files li code")).to_have_text(re.compile("[0-9a-f]{64}"))

    page.goto(f"/evidence?incident={incident.pk}")
    page.get_by_role("link", name="porch 0.04-0.07.mp4").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export with custody").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        [name] = [name for name in archive.namelist() if name.startswith("files/")]
        (tmp_path / "part.mp4").write_bytes(archive.read(name))
    with av.open(str(tmp_path / "part.mp4")) as part:
        greys = [frame.to_ndarray(format="gray")[0, 0] for frame in part.decode(video=0)]
    # from the keyframe at four seconds until seven: pictures 20 to 34 of sixty
    assert len(greys) == 15
    assert abs(int(greys[0]) - 80) < 4
    assert abs(int(greys[-1]) - 136) < 4
