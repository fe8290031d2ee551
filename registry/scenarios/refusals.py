"""Why a scenario cannot be tried or saved."""

from registry.refusals import Refusal


class UnknownScenario(Refusal):
    """There is no such scenario."""

    title = "Not found"


class UnknownVersion(Refusal):
    """This scenario has no such version."""

    title = "Not found"


class NotFinished(Refusal):
    """This study is not finished: there is nothing yet to hold a change against."""

    title = "Study not finished"


class BadChanges(Refusal):
    """Some of these changes cannot be made."""

    title = "Not possible"


class BadName(Refusal):
    """It needs a name of up to 200 characters."""

    title = "No name"


class StaleBase(Refusal):
    """Somebody saved another version meanwhile; yours is not lost."""

    title = "Somebody saved before you"
