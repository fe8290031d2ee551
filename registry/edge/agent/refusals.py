"""What can go wrong on a box, in words for its owner."""

from registry.refusals import Refusal


class NotEnrolled(Refusal):
    """This box belongs to no centre yet: run `sightline-edge enrol https://centre CODE`."""


class EnrolmentRefused(Refusal):
    """The centre does not take this code."""


class UnknownCamera(Refusal):
    """This box has no such camera."""


class AddressRefused(Refusal):
    """This is no address of a camera: rtsp:// for a stream, http:// for a snapshot."""


class LineLost(Refusal):
    """The centre hung up."""


class DiskRefused(Refusal):
    """The box's disk takes no more."""


class PortTaken(Refusal):
    """Another program has the port of this box's page: set another `page_port` in box.json."""
