"""What places cannot take, and why."""

from registry.refusals import Refusal


class UnreadableFile(Refusal):
    """This file cannot be read."""

    title = "Unreadable file"


class UnknownCoordinates(Refusal):
    """This file does not say which coordinate system it is in."""

    title = "Coordinate system unknown"


class NothingRecognised(Refusal):
    """Nothing in this file is a place we know the kind of."""

    title = "Nothing recognised"


class Unmendable(Refusal):
    """This outline encloses no area."""

    title = "Unmendable outline"
