"""Asking owners: whom, by which mails, and what the log keeps of it."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from registry import cipher
from registry.footage import answering, sending
from registry.footage.models import FootageRequest, Recipient
from registry.footage.queries import for_owner
from registry.footage.refusals import NobodyToAsk
from registry.models import Entry, Notice, User
from registry.owners.refusals import UnknownLink
from tests.registry.footage.asked import camera, drafted, investigator, owner, sent, square

pytestmark = pytest.mark.django_db


def mails(kind: str) -> dict[str, str]:
    """Give what was written to whom."""
    return {
        notice.to: f"{notice.subject}\n{cipher.decrypt(bytes(notice.sealed))}"
        for notice in Notice.objects.filter(kind=kind)
    }


def link(mail: str) -> str:
    found = re.search(r"/(?:keep|answer)/(\S+)", mail)
    assert found
    return found[1]


def test_each_owner_is_asked_once_to_keep_it_in_their_language(cast: dict[str, User]) -> None:
    ann, sol = owner("Ann"), owner("Sol", language="es")
    camera(ann)
    camera(ann, square(0, 0, 20))
    camera(sol)
    request, _ = sent(investigator(cast), ann, sol)
    written = mails("footage_keep")
    assert written.keys() == {ann.email, sol.email}
    assert written[ann.email].startswith("Please keep your recording: case 26-17")
    assert written[sol.email].startswith("Por favor, conserve su grabación: caso 26-17")
    for said in ("Harlan Fork Police Department", "Det. Reed, 555-0100", "A white van.", "free to"):
        assert said in written[ann.email]
    assert not mails("footage_upload")
    assert (request.state, request.asked) == ("sent", 2)
    [mine] = for_owner(ann)
    assert len(mine.cameras) == 2


def test_only_who_was_ticked_and_saw_it_is_asked(cast: dict[str, User]) -> None:
    ann, away, other = owner("Ann"), owner("Away"), owner("Other")
    camera(ann)
    camera(other)
    camera(away, square(2000, 2000, 50))
    by = investigator(cast)
    request = sending.send(by, drafted(by).pk, [ann.pk, away.pk])
    assert [each.owner for each in request.recipients.all()] == [ann]
    with pytest.raises(NobodyToAsk):
        sending.send(by, drafted(by).pk, [away.pk])
    assert not for_owner(away)


def test_the_log_has_the_recipients_sealed(cast: dict[str, User]) -> None:
    ann = owner("Ann")
    hung = camera(ann)
    request, _ = sent(investigator(cast), ann)
    row = Entry.objects.get(action="footage_asked")
    assert row.subject_id == str(request.pk)
    assert row.detail["recipients"] == 1
    assert str(ann.pk) not in json.dumps(row.detail)
    assert ann.name not in json.dumps(row.detail)
    opened = json.loads(cipher.decrypt(row.detail["sealed"].encode()))
    assert opened == {str(ann.pk): [str(hung.pk)]}


def test_looking_for_owners_is_a_deed_their_cameras_know_of(cast: dict[str, User]) -> None:
    hung = camera(owner())
    by = investigator(cast)
    draft = drafted(by)
    sending.look(by, draft)
    row = Entry.objects.get(action="cameras_listed")
    assert (row.purpose, row.detail["cameras"]) == ("investigation", [str(hung.pk)])


def test_the_second_mail_goes_to_all_who_have_not_answered_kept_or_not(
    cast: dict[str, User],
) -> None:
    owners = [owner(name) for name in ("Kept", "Silent", "Nothing", "Left")]
    for each in owners:
        camera(each)
    kept, silent, nothing, left = owners
    request, _ = sent(investigator(cast), *owners)
    written = mails("footage_keep")
    answering.keep(link(written[kept.email]))
    answering.say_nothing(link(written[nothing.email]), "keep")
    Recipient.objects.filter(owner=left).update(owner=None)
    sending.ask_for_uploads()
    assert not mails("footage_upload")
    FootageRequest.registry.update(upload_at=timezone.now())
    sending.ask_for_uploads()
    sending.ask_for_uploads()
    later = mails("footage_upload")
    assert later.keys() == {kept.email, silent.email}
    assert Notice.objects.filter(kind="footage_upload").count() == 2
    assert request.lapses_at
    assert answering.behind(link(later[silent.email]), "answer").owner == silent
    for said in later.values():
        assert "works once" in said


def test_a_link_for_sending_is_good_for_three_days(
    cast: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = owner("Ann")
    camera(ann)
    request, _ = sent(investigator(cast), ann)
    FootageRequest.registry.update(upload_at=timezone.now())
    sending.ask_for_uploads()
    token = link(mails("footage_upload")[ann.email])
    assert request.upload_at
    assert request.lapses_at
    assert request.lapses_at - request.upload_at == timedelta(days=3)
    later = timezone.now() + timedelta(days=3, minutes=1)
    monkeypatch.setattr("registry.owners.links.timezone.now", lambda: later)
    with pytest.raises(UnknownLink):
        answering.behind(token, "answer")
