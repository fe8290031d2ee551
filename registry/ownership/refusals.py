"""What is refused between owners and those who look."""

from registry.refusals import Refusal


class NoSuchLook(Refusal):
    """There is no such look at your camera."""


class AlreadyDisputed(Refusal):
    """You have objected to this look already."""

    title = "Already objected to"


class UnknownDispute(Refusal):
    """There is no such objection, or it was answered."""


class NotWithheld(Refusal):
    """Nothing is withheld for this call."""


class UnfitWords(Refusal):
    """Something is missing or cannot be taken as it is."""

    title = "Please look again"


class NotShared(Refusal):
    """This cannot be shared with that agency."""

    title = "Not shared"
