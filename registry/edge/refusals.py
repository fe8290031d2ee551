"""What cannot be done with an edge box."""

from registry.refusals import Refusal


class CodeRefused(Refusal):
    """This code is wrong, used or older than fifteen minutes; make a new one."""

    title = "No such code"


class UnknownBox(Refusal):
    """There is no such box."""

    title = "Not found"


class BoxRevoked(Refusal):
    """This box was put out of service; enrol it again with a new code."""

    title = "Revoked"


class NoOwner(Refusal):
    """A box belongs to an owner: choose one."""

    title = "Whose is it?"


class AlreadyAccepted(Refusal):
    """This camera is accepted already."""

    title = "Accepted"


class NoAgency(Refusal):
    """Only somebody of an agency can accept a camera for it."""

    title = "For which agency?"


class WiderThanBox(Refusal):
    """Your own box does not open this much; set its switch in your house first."""

    title = "Set it at the box"
