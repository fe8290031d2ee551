"""The end of a request, and what became of it."""

import pytest
from django.utils import timezone

from registry.feeds.readers import reader
from registry.footage import ending
from registry.footage.mailing import way_to_answer
from registry.footage.models import FootageRequest
from registry.footage.refusals import NotSent, UnknownRequest
from registry.models import Entry, Notice, User
from tests.registry.footage.asked import camera, drafted, investigator, owner, sent
from tests.registry.footage.test_answering import send_file
from tests.registry.footage.test_sending import mails

pytestmark = pytest.mark.django_db


def test_a_request_lapses_by_itself_and_once(cast: dict[str, User]) -> None:
    ann = owner("Ann")
    camera(ann)
    request, _ = sent(investigator(cast), ann)
    ending.tend()
    request.refresh_from_db()
    assert request.state == "sent"
    FootageRequest.registry.update(lapses_at=timezone.now())
    ending.tend()
    ending.tend()
    request.refresh_from_db()
    assert request.state == "lapsed"
    row = Entry.objects.get(action="footage_lapsed")
    assert (row.role, row.subject_id) == ("shell", str(request.pk))


def test_it_helped_is_told_once_to_those_who_sent_and_only_if_wanted(
    cast: dict[str, User],
) -> None:
    by, sender, silent = investigator(cast), owner("Sender"), owner("Silent")
    camera(sender)
    camera(silent)
    request, [asked, _] = sent(by, sender, silent)
    send_file(way_to_answer(asked))
    ending.tend()
    ending.judge(by, request.pk, "no", thank=True)
    ending.judge(by, request.pk, "yes")
    assert not Notice.objects.filter(kind="footage_helped").exists()
    ending.judge(by, request.pk, "yes", thank=True)
    judged = ending.judge(by, request.pk, "partly", thank=True)
    assert mails("footage_helped").keys() == {sender.email}
    assert Notice.objects.filter(kind="footage_helped").count() == 1
    assert (judged.useful, judged.thanked_at is not None) == ("partly", True)
    assert Entry.objects.filter(action="footage_judged").count() == 4


def test_a_draft_has_no_end_and_an_end_comes_once(cast: dict[str, User]) -> None:
    by, ann = investigator(cast), owner("Ann")
    camera(ann)
    with pytest.raises(NotSent):
        ending.end(by, drafted(by).pk)
    request, _ = sent(by, ann)
    ending.end(by, request.pk)
    with pytest.raises(NotSent):
        ending.end(by, request.pk)
    assert ending.judge(by, request.pk, "no").useful == "no"


def test_only_its_maker_ends_and_judges(cast: dict[str, User]) -> None:
    by, ann = investigator(cast), owner("Ann")
    camera(ann)
    request, _ = sent(by, ann)
    other = User.objects.create(username="other", role="investigator")
    with pytest.raises(UnknownRequest):
        ending.end(reader(other), request.pk)
    with pytest.raises(UnknownRequest):
        ending.judge(reader(other), request.pk, "yes")
