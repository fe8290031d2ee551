"""An owner's answer by mailed link: opening does nothing, a button does, once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from registry.evidence.models import Item
from registry.footage.mailing import way_to_answer
from registry.footage.models import Recipient
from registry.models import User
from tests.registry.footage.asked import camera, investigator, owner, sent
from tests.registry.footage.test_sending import link, mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast: dict[str, User]) -> Recipient:
    ann = owner("Ann")
    camera(ann)
    _, [recipient] = sent(investigator(cast), ann)
    return recipient


def keep_link(asked: Recipient) -> str:
    assert asked.owner
    return f"/keep/{link(mails('footage_keep')[asked.owner.email])}"


def test_opening_a_link_does_nothing_and_says_what_is_asked(asked: Recipient) -> None:
    for address in (keep_link(asked), f"/answer/{way_to_answer(asked)}"):
        page = Client().get(address)
        assert page.status_code == 200
        shown = page.content.decode()
        for words in ("26-17", "A white van.", "Det. Reed", "Camera", "<svg", "free to ignore"):
            assert words in shown
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "same-origin"
    asked.refresh_from_db()
    assert (asked.kept_at, asked.answer) == (None, "")


def test_one_tap_keeps_it_and_leads_on(asked: Recipient) -> None:
    kept = Client().post(keep_link(asked), {"do": "keep"})
    assert kept["Location"].startswith("/answer/")
    assert "Thank you for keeping it" in Client().get(kept["Location"]).content.decode()
    asked.refresh_from_db()
    assert asked.kept_at


def test_nothing_is_one_tap_as_well_and_closes_both_links(asked: Recipient) -> None:
    keep, answer = keep_link(asked), f"/answer/{way_to_answer(asked)}"
    assert (
        "Nobody is told that it was you" in Client().post(keep, {"do": "nothing"}).content.decode()
    )
    for address in (keep, answer):
        over = Client().get(address)
        assert over.status_code == 410
        assert "no longer works" in over.content.decode()


def test_a_browser_without_script_sends_its_file_whole(asked: Recipient) -> None:
    address = f"/answer/{way_to_answer(asked)}"
    file = SimpleUploadedFile("cam1.dav", b"film", content_type="video/x-anything")
    told = Client().post(
        address, {"do": "upload", "file": file, "clock": "ahead", "clock_minutes": "5"}
    )
    item = Item.registry.get(request=asked.request_id)
    assert item.sha256 in told.content.decode()
    assert item.clock_offset == 300
    assert Client().get(address).status_code == 404


def test_done_without_a_file_says_so_and_spends_nothing(asked: Recipient) -> None:
    address = f"/answer/{way_to_answer(asked)}"
    refused = Client().post(address, {"do": "done"})
    assert refused.status_code == 409
    assert "No file has arrived" in refused.content.decode()
    assert Client().get(address).status_code == 200


def test_a_form_of_another_site_answers_nothing(asked: Recipient) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(keep_link(asked), {"do": "keep"}).status_code == 403
    asked.refresh_from_db()
    assert asked.kept_at is None


def test_a_stranger_without_the_link_finds_nothing(asked: Recipient) -> None:
    for address in (f"/answer/{asked.pk}", f"/keep/{asked.pk}"):
        for method in (Client().get, Client().post):
            assert method(address).status_code == 404
    files = Client().post(f"/answer/{asked.pk}/files", headers={"Upload-Length": "1"})
    assert files.status_code == 404


def test_it_speaks_spanish_to_whoever_asks_for_it(asked: Recipient) -> None:
    page = Client(headers={"Accept-Language": "es"}).get(keep_link(asked)).content.decode()
    assert '<html lang="es"' in page
