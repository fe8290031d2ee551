"""What grants, looks and states are called on an owner's page, in the reader's language."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from registry.models import Grant
from registry.ownership.looks import Look

CAPABILITIES = {
    "still": gettext_noop("stills"),
    "live": gettext_noop("live video"),
    "recorded": gettext_noop("recordings"),
    "ptz": gettext_noop("turning it"),
    "reshare": gettext_noop("passing it on"),
}
LOOKS = {
    "still": gettext_noop("Looked at stills"),
    "live": gettext_noop("Watched live video"),
    "recorded": gettext_noop("Watched recordings"),
    "refused": gettext_noop("Asked for video and was refused"),
    "kept": gettext_noop("Kept a still"),
    "kept_viewed": gettext_noop("Looked at a kept still"),
    "clip": gettext_noop("Kept a clip"),
    "clip_viewed": gettext_noop("Watched a kept clip"),
    "turned": gettext_noop("Turned the camera"),
    "registry": gettext_noop("Read its entry in the registry"),
    "listed": gettext_noop("Was told that the camera is there"),
}
STATES = {
    "draft": gettext_noop("waits until you confirm it by the link in our mail"),
    "pending": gettext_noop("waits until somebody at the centre has looked at it"),
    "approved": gettext_noop("registered"),
    "dormant": gettext_noop("dormant: we did not hear from you"),
    "retired": gettext_noop("no longer in use"),
}
ROLES = {
    "dispatcher": gettext_noop("a dispatcher"),
    "officer": gettext_noop("an officer"),
    "investigator": gettext_noop("an investigator"),
    "registrar": gettext_noop("a registrar"),
    "supervisor": gettext_noop("a supervisor"),
    "administrator": gettext_noop("an administrator"),
    "auditor": gettext_noop("an auditor"),
    "machine": gettext_noop("a connected system"),
}


def conditions(grant: Grant) -> str:
    """Say what a grant allows, as a sentence after the agency's name."""
    words = {"uses": ", ".join(_(CAPABILITIES[use]) for use in grant.capabilities)}
    if grant.condition != Grant.Condition.NEVER:
        said = _("may have %(uses)s") % words + ": " + _condition(grant)
    else:
        said = _("may have nothing: it is closed")
    if grant.valid_to:
        said += " " + _("(until %(day)s)") % {"day": moment(grant.valid_to)}
    return said


def _condition(grant: Grant) -> str:
    match grant.condition:
        case Grant.Condition.PANIC:
            return _("only while a panic alarm is open here")
        case Grant.Condition.ASK:
            return _("only after asking you each time")
        case Grant.Condition.HOURS if grant.from_hour and grant.until_hour:
            return _("from %(begin)s to %(end)s") % {
                "begin": f"{grant.from_hour:%H:%M}",
                "end": f"{grant.until_hour:%H:%M}",
            }
        case Grant.Condition.PRIORITY:
            return _priority(grant)
    return _("at any time, for an open call nearby")


def _priority(grant: Grant) -> str:
    said = _("for calls of priority %(priority)s or more urgent") % {
        "priority": grant.priority_at_most
    }
    if grant.within is not None:
        said += " " + _("within %(metres)s m") % {"metres": round(grant.within)}
    return said


def what(look: Look) -> str:
    """Say what somebody did."""
    said = _(LOOKS[look.kind])
    if look.seconds is not None:
        said += " · " + lasted(look.seconds)
    if look.times > 1:
        said += " · " + ngettext("%(n)s time", "%(n)s times", look.times) % {"n": look.times}
    return said


def who(look: Look) -> str:
    """Say who it was, without a person's name."""
    role = _(ROLES[look.role]) if look.role in ROLES else look.role
    return f"{look.agency} · {role}" if look.agency else role


def lasted(seconds: float) -> str:
    """Say how long."""
    whole = round(seconds)
    if whole < 60:
        return _("%(n)s s") % {"n": whole}
    return _("%(m)s min %(s)s s") % {"m": whole // 60, "s": whole % 60}


def moment(at: object) -> str:
    """Say when, by the centre's clock."""
    return date_format(localtime(at), "Y-m-d H:i")  # type: ignore[arg-type]
