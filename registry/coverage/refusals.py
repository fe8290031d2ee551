"""What cannot be studied, and why."""

from registry.refusals import Refusal


class UnknownStudy(Refusal):
    """There is no such study."""


class BadStudy(Refusal):
    """This cannot be studied as it is asked."""

    title = "Cannot be studied"


class StudyOver(Refusal):
    """This study is over: there is nothing left to cancel."""

    title = "Over already"


class StudyRuns(Refusal):
    """This study is still being measured: cancel it first."""

    title = "Still measured"


class UnreadableArea(Refusal):
    """This file holds no area that can be read."""

    title = "No area in this file"


class NotMeasured(Refusal):
    """This study is not finished: there are no numbers yet."""

    title = "Not finished"


class UnknownCell(Refusal):
    """There is no such cell."""
