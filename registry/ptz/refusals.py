"""Why a camera is not turned."""

from registry.refusals import Refusal


class NotTurnable(Refusal):
    """This camera cannot be turned from here."""

    title = "Not a camera to turn"


class MayNotTurn(Refusal):
    """This camera is not open to be turned for this call."""

    title = "Not open to be turned"


class HeldByAnother(Refusal):
    """Somebody else has a hand on it."""

    title = "In other hands"


class BeyondReach(Refusal):
    """It cannot be turned there."""

    title = "Out of reach"


class HeadSilent(Refusal):
    """The camera's head does not answer."""

    title = "The camera does not turn"


class NoProfile(Refusal):
    """None of this camera's profiles turns it."""

    title = "Not a camera to turn"


class InvalidControl(Refusal):
    """No head has such a control."""

    title = "Control refused"
