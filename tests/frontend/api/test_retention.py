"""An administrator rules how long recordings are kept, and the log says what was before."""

import json
from typing import Any

import pytest

from registry.models import Entry, Retention
from tests.cast import Knock
from tests.frontend.api.knocking import faults

pytestmark = pytest.mark.django_db


def put(knock: Knock, **body: Any) -> Any:
    return knock("administrator").put(
        "/api/retention", json.dumps(body), content_type="application/json"
    )


def test_the_rule_is_told_and_changed(knock: Knock) -> None:
    assert knock("auditor").get("/api/retention").json() == {"recordings": 30}
    assert put(knock, recordings=14).json() == {"recordings": 14}
    assert Retention.objects.get().days == 14
    assert Entry.objects.get(action="retention_ruled").detail == {"days": 14, "before": 30}


@pytest.mark.parametrize("days", [0, -1, 1.5, 99999, None])
def test_what_is_no_number_of_days_changes_nothing(knock: Knock, days: Any) -> None:
    assert "recordings" in faults(put(knock, recordings=days))
    assert Retention.objects.get().days == 30
