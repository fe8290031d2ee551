"""A switch as a form or a command line sends it: all words, what does not belong left out."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from registry.edge.terms import Terms, TermsRefused

YES_LASTS = timedelta(minutes=15)


def terms_of(said: Mapping[str, object]) -> Terms:
    """Make terms of them. Raises TermsRefused; `yes` is the answer of one who is asked."""
    condition = said.get("condition", "")
    try:
        facts: dict[str, object] = {
            "capabilities": said.get("capabilities") or [],
            "condition": condition,
            "max_session_min": int(str(said.get("max_session_min") or 15)),
            "back_min": int(str(said.get("back_min") or 60)),
        }
        if condition == "priority":
            facts["priority_at_most"] = int(str(said.get("priority_at_most")))
            facts["within"] = float(str(said["within"])) if said.get("within") else None
        if condition == "hours":
            facts |= {name: said.get(name) for name in ("from_hour", "until_hour")}
        if condition == "ask" and said.get("yes"):
            facts["open_until"] = (datetime.now(UTC) + YES_LASTS).isoformat()
    except ValueError:
        raise TermsRefused from None
    return Terms.read(facts)
