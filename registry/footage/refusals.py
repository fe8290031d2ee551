"""What cannot be asked of owners, and what cannot be answered."""

from registry.refusals import Refusal


class UnknownRequest(Refusal):
    """There is no such request."""

    title = "Not found"


class CannotAsk(Refusal):
    """This cannot be asked as it stands."""

    title = "Not within the limits"


class AlreadySent(Refusal):
    """This request has been sent: it cannot be changed any more."""

    title = "Already sent"


class NotSent(Refusal):
    """This request has not been sent."""

    title = "Not sent yet"


class NobodyToAsk(Refusal):
    """Choose at least one owner to ask."""

    title = "Nobody to ask"


class AlreadyAnswered(Refusal):
    """This request has been answered, or its time is over."""

    title = "Over"


class NothingCame(Refusal):
    """No file has arrived yet."""

    title = "Nothing has arrived"
