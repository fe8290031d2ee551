"""Over HTTP: did a camera help, and was it cleared?"""

from typing import Any

import pytest

from registry.models import Outcome
from tests.cast import Knock
from tests.registry.ledger.closed import a_closed_call

pytestmark = pytest.mark.django_db


def test_one_tap_after_a_call(knock: Knock) -> None:
    call, browser = a_closed_call(), knock("dispatcher")

    def said() -> dict[str, Any]:
        outcome: dict[str, Any] = browser.get(f"/api/incidents/{call.pk}").json()["properties"][
            "outcome"
        ]
        return outcome

    assert said()["helped"] == ""
    for helped in ("misled", "helped"):
        answer = browser.post(
            f"/api/incidents/{call.pk}/helped", {"helped": helped}, "application/json"
        )
        assert answer.json() == {"helped": helped}
    assert said() == {
        "helped": "helped", "cleared": None, "may_say": True, "seen": None, "cameras": 0,
        "private": False,
    }  # fmt: skip
    assert (
        knock("auditor").get(f"/api/incidents/{call.pk}").json()["properties"]["outcome"]["may_say"]
        is False
    )


def test_what_is_no_answer_is_refused(knock: Knock) -> None:
    call = a_closed_call()
    for door, body in (("helped", {"helped": "maybe"}), ("cleared", {"cleared": "perhaps"})):
        answer = knock("dispatcher").post(
            f"/api/incidents/{call.pk}/{door}", body, "application/json"
        )
        assert answer.status_code == 422
    assert not Outcome.objects.exists()


def test_a_clearance_comes_later(knock: Knock) -> None:
    call = a_closed_call()
    for cleared in (True, None):
        answer = knock("investigator").post(
            f"/api/incidents/{call.pk}/cleared", {"cleared": cleared}, "application/json"
        )
        assert answer.json() == {"cleared": cleared}
