"""What cannot be reported."""

from registry.refusals import Refusal


class UnknownReport(Refusal):
    """There is no such report."""

    title = "Not found"


class NotMeasured(Refusal):
    """This study has not been measured to its end: there is nothing to report of it yet."""

    title = "Not finished"


class NoPress(Refusal):
    """This machine cannot print: install libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0."""

    title = "Cannot print here"


class PressBusy(Refusal):
    """Other reports are being printed: ask again in a minute."""

    title = "Busy"
