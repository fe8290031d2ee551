"""What an owner allows, as a sentence, in the reader's language."""

from datetime import time

from django.utils.translation import gettext as _

from registry.owners.granting import Terms


def sentence(terms: Terms, agency: str) -> str:
    """Say who may see what, and when."""
    if terms.condition == "never" or not terms.capabilities:
        return _("%(agency)s may see nothing by this rule.") % {"agency": agency}
    return _("%(agency)s may %(what)s %(when)s.") % {
        "agency": agency,
        "what": _what(terms),
        "when": _when(terms),
    }


def _what(terms: Terms) -> str:
    words = {
        "still": _("see still pictures"),
        "live": _("watch live video"),
        "recorded": _("see recordings made from now on"),
        "ptz": _("turn the camera"),
        "reshare": _("pass pictures on to another agency"),
    }
    said = [words[name] for name in words if name in terms.capabilities]
    if len(said) == 1:
        return said[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}


def _when(terms: Terms) -> str:
    match terms.condition:
        case "panic":
            return _("while a panic alarm is open near it, for 20 minutes at first")
        case "priority" if terms.within is None:
            words = _("when a call of priority %(priority)d or more urgent is open near it")
        case "priority":
            words = _(
                "when a call of priority %(priority)d or more urgent is open"
                " within %(metres)d metres"
            )
        case "hours":
            words = _("between %(start)s and %(end)s, while a call is open near it")
        case "ask":
            words = _("when you say yes, asked each time, for %(minutes)d minutes")
        case _:
            words = _("at any hour, while a call is open near it")
    return words % {
        "priority": terms.priority_at_most or 0,
        "metres": round(terms.within or 0),
        "start": f"{terms.from_hour or time():%H:%M}",
        "end": f"{terms.until_hour or time():%H:%M}",
        "minutes": terms.max_session_min,
    }
