"""What cannot be done with an invitation to a caller."""

from registry.refusals import Refusal


class UnknownInvite(Refusal):
    """There is no such invitation."""

    title = "Not found"


class InviteUsed(Refusal):
    """This link has been used; ask the dispatcher for another."""

    title = "Used"


class InviteOver(Refusal):
    """This link is no longer good; ask the dispatcher for another."""

    title = "Over"


class CallNotOpen(Refusal):
    """Only an open call that has a place can ask its caller for video."""

    title = "Not open"


class TooManyInvites(Refusal):
    """Ten links of this call wait to be opened; stop one first."""

    title = "Too many"


class WordRefused(Refusal):
    """This message of a phone cannot be read."""
