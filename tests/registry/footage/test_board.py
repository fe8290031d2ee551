"""Nobody can tell from the sums who kept silent: not of one owner, not of two, not of all."""

from collections.abc import Sequence
from itertools import combinations, product

import pytest
from django.utils import timezone

from registry.footage import ending
from registry.footage.board import FEW, Board, board
from registry.footage.models import FootageRequest, Recipient
from registry.models import User
from tests.registry.footage.asked import drafted, investigator, owner

pytestmark = pytest.mark.django_db
MUTE = ("silent", "nothing", "kept")


def told(cast: dict[str, User], answers: Sequence[str], *, over: bool = False) -> Board:
    """Ask so many owners, have them answer so, and give the board."""
    by, now = investigator(cast), timezone.now()
    request = drafted(by)
    request.sent_at = request.upload_at = request.lapses_at = now
    request.state, request.asked = FootageRequest.State.SENT, len(answers)
    request.save()
    said = {"sent": Recipient.Answer.RECEIVED, "nothing": Recipient.Answer.NOTHING}
    for answer in answers:
        Recipient.objects.create(
            request=request, owner=owner(), cameras=[], asked_at=now,
            kept_at=now if answer == "kept" else None, answer=said.get(answer, ""),
        )  # fmt: skip
    if over:
        ending.end(by, request.pk)
    return board(FootageRequest.open_to(by).get(pk=request.pk))


def sums(shown: Board) -> tuple[object, ...]:
    return shown.asked, shown.received, shown.kept, shown.nothing, shown.unanswered


@pytest.mark.parametrize("over", [False, True])
def test_one_or_two_owners_without_a_file_look_the_same_whatever_they_said(
    cast: dict[str, User], over: bool
) -> None:
    for senders, number in ((0, 1), (0, 2), (1, 1)):
        seen = {
            sums(told(cast, ["sent"] * senders + list(mute), over=over))
            for mute in product(MUTE, repeat=number)
        }
        assert len(seen) == 1, (senders, number)
        [(_, received, kept, nothing, unanswered)] = seen
        assert (received, kept, nothing, unanswered) == (senders, None, None, None)


def test_no_sum_leaves_only_one_answer_for_a_silent_owner() -> None:
    """Of all ways in which owners may have answered and the sums are these, one acquits each."""
    for number in range(1, 7):
        shown: dict[tuple[object, ...], list[frozenset[int]]] = {}
        for silent in (
            set(some) for k in range(number + 1) for some in combinations(range(number), k)
        ):
            nothing = number - len(silent)
            said = Board(
                asked=number, received=0, arrivals=[], kept=None, first_after=None,
                nothing=nothing if nothing >= FEW else None,
            )  # fmt: skip
            shown.setdefault(sums(said), []).append(frozenset(silent))
        for worlds in shown.values():
            assert not frozenset.intersection(*worlds), worlds


def test_from_three_on_the_sums_are_told(cast: dict[str, User]) -> None:
    shown = told(cast, ["nothing"] * 3 + ["silent", "kept", "sent"])
    assert sums(shown) == (6, 1, None, 3, 2)


def test_of_a_request_that_is_over_nothing_says_who_said_what(cast: dict[str, User]) -> None:
    shown = told(cast, ["nothing"] * 3 + ["silent", "kept", "sent"], over=True)
    assert sums(shown) == (6, 1, None, 3, 2)
    rest = Recipient.objects.exclude(answer="received")
    left = set(rest.values_list("answer", "kept_at", "answered_at", "upload_asked_at"))
    assert left == {("", None, None, None)}
