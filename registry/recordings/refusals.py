"""Why nothing is recorded, shown or kept of what was."""

from registry.refusals import Refusal


class InvalidRecorder(Refusal):
    """This camera cannot be recorded like that."""

    title = "Not recorded"


class NothingRecords(Refusal):
    """Nothing records this camera."""

    title = "Not recorded"


class NothingKept(Refusal):
    """Nothing is recorded of this camera then."""

    title = "Nothing there"


class NoRoom(Refusal):
    """There is no room to record into."""

    title = "No room"


class NoClip(Refusal):
    """This cannot be kept as a clip."""

    title = "No clip"
