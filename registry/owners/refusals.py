"""What an owner's way in is refused for."""

from registry.refusals import Refusal


class UnknownLink(Refusal):
    """This link is not known, was used, or is too old."""

    title = "This link no longer works"


class UnfitTerms(Refusal):
    """These conditions cannot be taken as they are."""

    title = "Please look again"


class UnknownGrant(Refusal):
    """There is no such permission."""

    title = "Not found"


class Paused(Refusal):
    """Your cameras are paused; end the pause before you change what may be seen."""

    title = "Paused"


class NothingToUndo(Refusal):
    """There is no change that can still be undone."""

    title = "Too late"
