"""Why a canvass cannot be walked, or a door not marked."""

from registry.refusals import Refusal


class UnknownWalk(Refusal):
    """There is no such canvass."""

    title = "Not found"


class NoDoors(Refusal):
    """No address here could have seen the place."""

    title = "No doors"


class TooManyDoors(Refusal):
    """These are more doors than anybody walks."""

    title = "Too many doors"


class WalkEnded(Refusal):
    """This canvass has ended."""

    title = "Ended"


class BadMark(Refusal):
    """This cannot be noted at a door."""

    title = "Not noted"


class UnknownWalker(Refusal):
    """Nobody of your agency who walks has this name."""

    title = "Unknown"


class CodeOver(Refusal):
    """This code is good no more."""

    title = "Over"
