"""The demo's letterbox: read in the browser, and nowhere but in the demo."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from registry.notices.sending import deliver, enqueue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def letterbox(settings: Settings, tmp_path: Path) -> Path:
    settings.DEMO = True
    settings.EMAIL_BACKEND = "registry.notices.letterbox.Letterbox"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def test_mail_is_read_with_links_that_work(client: Client, letterbox: Path) -> None:
    assert "No mail was sent yet." in client.get("/demo/mail").content.decode()
    for name in ("Ann", "Núria <b>"):
        enqueue(
            "box_silent",
            to="owner@example.org",
            values={"box": name, "owner": name, "since": "14:02", "page": "http://127.0.0.1/boxes"},
        )
        deliver()
    page = client.get("/demo/mail").content.decode()
    assert page.index("Núria &lt;b&gt;") < page.index("Ann")
    assert '<a href="http://127.0.0.1/boxes"' in page
    assert [file.stat().st_mode & 0o077 for file in letterbox.iterdir()] == [0, 0]


def test_elsewhere_there_is_no_such_page(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert client.get("/demo/mail").status_code == 404
