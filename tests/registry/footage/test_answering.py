"""Owners' answers: keep it, send it, have nothing; each link does its one thing."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from registry.evidence import uploading
from registry.evidence.models import Item
from registry.footage import answering, ending
from registry.footage.board import board
from registry.footage.mailing import way_to_answer
from registry.footage.models import FootageClip, FootageRequest, Recipient
from registry.footage.refusals import AlreadyAnswered, NothingCame
from registry.models import Entry, User
from registry.owners import links
from registry.owners.refusals import UnknownLink
from tests.registry.footage.asked import camera, investigator, owner, sent
from tests.registry.footage.test_sending import link, mails

pytestmark = pytest.mark.django_db
FILM = b"a recorder's own format"


@pytest.fixture
def asked(cast: dict[str, User]) -> Recipient:
    ann = owner("Ann")
    camera(ann)
    _, [recipient] = sent(investigator(cast), ann)
    return recipient


def send_file(token: str, film: bytes = FILM) -> None:
    upload = answering.begin(token, name="cam1.dav", size=len(film))
    uploading.take(upload, 0, len(film), [film])


def test_keeping_is_noted_and_leads_on_to_sending(asked: Recipient) -> None:
    assert asked.owner
    token = link(mails("footage_keep")[asked.owner.email])
    answer = answering.keep(token)
    asked.refresh_from_db()
    assert asked.kept_at
    assert answering.behind(answer, "answer") == asked
    answering.keep(token)  # pressed again: noted once
    assert Entry.objects.filter(action="footage_kept").count() == 1


def test_a_link_for_keeping_sends_nothing(asked: Recipient) -> None:
    assert asked.owner
    token = link(mails("footage_keep")[asked.owner.email])
    with pytest.raises(UnknownLink):
        answering.begin(token, name="cam1.dav", size=1)
    with pytest.raises(UnknownLink):
        answering.finish(token)


def test_what_arrives_is_evidence_with_its_hash_and_the_link_is_used_up(asked: Recipient) -> None:
    token = way_to_answer(asked)
    send_file(token)
    begins = timezone.now()
    answering.finish(token, begins=begins)
    item = Item.registry.get(request=asked.request_id)
    assert item.sha256 == hashlib.sha256(FILM).hexdigest()
    assert (item.giver, item.keeper_id) == ("Ann", asked.request.made_by_id)
    assert FootageClip.objects.get().begins == begins
    asked.refresh_from_db()
    assert asked.answer == "received"
    asked.request.refresh_from_db()
    shown = board(asked.request)
    assert (shown.received, shown.without) == (1, 0)
    assert shown.first_after
    assert [each.name for each in shown.arrivals] == ["cam1.dav"]
    for again in (lambda: answering.finish(token), lambda: send_file(token)):
        with pytest.raises(UnknownLink):
            again()


def test_nothing_has_come_before_a_file_is_whole(asked: Recipient) -> None:
    token = way_to_answer(asked)
    upload = answering.begin(token, name="cam1.dav", size=len(FILM))
    uploading.take(upload, 0, 4, [FILM[:4]])
    with pytest.raises(NothingCame):
        answering.finish(token)
    asked.request.refresh_from_db()
    assert board(asked.request).arrivals == []
    uploading.take(upload, 4, len(FILM) - 4, [FILM[4:]])
    answering.finish(token)


def test_who_closes_the_page_after_sending_has_answered_all_the_same(asked: Recipient) -> None:
    send_file(way_to_answer(asked))
    ending.tend()
    ending.tend()
    asked.refresh_from_db()
    assert asked.answer == "received"
    assert Entry.objects.filter(action="footage_received").count() == 1


def test_nothing_is_said_once_by_either_link(asked: Recipient) -> None:
    assert asked.owner
    keep, answer = link(mails("footage_keep")[asked.owner.email]), way_to_answer(asked)
    answering.say_nothing(answer, "answer")
    with pytest.raises(UnknownLink):
        answering.say_nothing(answer, "answer")
    with pytest.raises(AlreadyAnswered):
        answering.say_nothing(keep, "keep")
    with pytest.raises(AlreadyAnswered):
        answering.behind(way_to_answer(asked), "answer")


def test_an_answer_in_the_log_names_no_owner(asked: Recipient) -> None:
    assert asked.owner
    answering.keep(link(mails("footage_keep")[asked.owner.email]))
    answering.say_nothing(way_to_answer(asked), "answer")
    for row in Entry.objects.filter(action__in=["footage_kept", "footage_nothing"]):
        assert row.actor_id == ""
        assert row.client == ""
        told = f"{row.actor_name} {row.detail} {row.subject_id}"
        assert asked.owner.name not in told
        assert str(asked.owner.pk) not in told
        assert str(asked.pk) not in told


def test_after_its_time_no_link_answers(asked: Recipient) -> None:
    token = way_to_answer(asked)
    FootageRequest.registry.update(lapses_at=timezone.now())
    with pytest.raises(AlreadyAnswered):
        answering.behind(token, "answer")
    ending.tend()
    with pytest.raises(AlreadyAnswered):
        answering.say_nothing(token, "answer")


def test_a_link_of_another_owner_or_purpose_opens_nothing(asked: Recipient) -> None:
    assert asked.owner
    for purpose in ("owner", "confirm", "ask"):
        token = links.make(asked.owner, purpose, about=str(asked.pk), lasts=timedelta(days=1))
        for wanted in ("keep", "answer"):
            with pytest.raises(UnknownLink):
                answering.behind(token, wanted)
