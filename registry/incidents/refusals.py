"""What cannot be done with a call."""

from registry.refusals import Refusal


class UnknownIncident(Refusal):
    """There is no such incident."""

    title = "Not found"


class BadReport(Refusal):
    """This report cannot be taken as it is."""

    title = "Report refused"


class NeedsPurpose(Refusal):
    """An incident made by hand needs a purpose from the adopted list."""

    title = "Purpose needed"


class NeedsReason(Refusal):
    """An exigent incident needs its reason in words."""

    title = "Reason needed"


class AlreadyClosed(Refusal):
    """This incident is closed."""

    title = "Closed"


class TooLateToReopen(Refusal):
    """An incident can be reopened only shortly after it was closed."""

    title = "Too late"


class NoPlaceHere(Refusal):
    """No incident of this centre can be at this point."""

    title = "Not a place of ours"


class KeyReused(Refusal):
    """This Idempotency-Key was used for another request."""

    title = "Idempotency-Key reused"


class NotClosed(Refusal):
    """This incident is not closed."""

    title = "Not closed"


class UnreadableIncidents(Refusal):
    """No calls can be read from this file."""

    title = "Unreadable file"


class CallClosed(Refusal):
    """The call is closed."""

    title = "Closed"


class NotLive(Refusal):
    """This camera's live video is not open to you."""

    title = "Not open"


class TooManyLive(Refusal):
    """Four live pictures are open; close one of them first."""

    title = "Four are open"


class NotAskable(Refusal):
    """Nothing of this camera waits for its owner's yes."""

    title = "Not to be asked"


class NoAddress(Refusal):
    """Its owner has left no e-mail address to be asked at."""

    title = "Cannot be asked"


class AskedAlready(Refusal):
    """Its owner was asked and has not answered yet."""

    title = "Asked already"


class AskedEnough(Refusal):
    """Its owner was asked often enough."""

    title = "Asked enough"


class QuestionOver(Refusal):
    """This question is over."""

    title = "Over"


class NoPanic(Refusal):
    """No panic alarm is open here."""

    title = "No panic alarm"
