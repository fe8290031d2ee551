"""What cannot be proposed, and why."""

from registry.refusals import Refusal


class UnknownProposal(Refusal):
    """There is no such proposal."""


class BadWish(Refusal):
    """Sites cannot be proposed for what is asked."""

    title = "Cannot be proposed"


class StudyUnfinished(Refusal):
    """This study is not finished: nobody knows yet what is unseen."""

    title = "Not finished"


class ProposalOver(Refusal):
    """This proposal is over: there is nothing left to cancel."""

    title = "Over already"


class NothingProposed(Refusal):
    """This proposal has no sites."""

    title = "No sites"


class UnknownCameraType(Refusal):
    """There is no such kind of camera."""


class BadPrice(Refusal):
    """A camera cannot be so, or cost so much."""

    title = "Price refused"
