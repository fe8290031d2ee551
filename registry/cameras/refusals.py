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
