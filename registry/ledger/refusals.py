"""What cannot be said of a call's outcome, and what cannot be compared."""

from registry.refusals import Refusal


class CallOpen(Refusal):
    """This call is open: what came of it can be said once it is closed."""

    title = "Not closed"


class ShiftOver(Refusal):
    """This was said in an earlier shift, and stays."""

    title = "Too late to change"


class CannotCompare(Refusal):
    """This cannot be compared as it stands."""

    title = "Cannot be compared"
