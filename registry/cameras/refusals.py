"""What the camera registry cannot take, and why."""

from registry.refusals import Refusal


class InvalidCamera(Refusal):
    """Some of these values cannot be a camera's."""

    title = "Invalid camera"


class UnreadableCameras(Refusal):
    """No cameras can be read from this file."""

    title = "Unreadable file"


class PositionUnknown(Refusal):
    """This is not a position: nothing was changed."""

    title = "Position unknown"


class UnknownCamera(Refusal):
    """There is no such camera."""

    title = "Unknown camera"


class NotMoving(Refusal):
    """This camera does not move; change its position instead."""

    title = "Not a moving camera"


class OutOfBounds(Refusal):
    """This place lies outside what this centre covers."""

    title = "Out of bounds"


class NotPublishable(Refusal):
    """This camera cannot be on the public map."""

    title = "Not for the public map"


class NotWaiting(Refusal):
    """This registration does not wait any more: it was decided or taken back meanwhile."""

    title = "Already decided"


class UnfitVerdict(Refusal):
    """The owner is told why: pick a reason."""

    title = "Please look again"


class NothingToUndo(Refusal):
    """There is no decision of yours that can still be undone: its owner was told."""

    title = "Too late to undo"


class MailForgotten(Refusal):
    """This mail is not kept any more."""

    title = "Mail not kept"
