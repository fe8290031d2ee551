"""What somebody who knocks too often is told."""

from registry.refusals import Refusal


class TooOften(Refusal):
    """This was asked too often: try again later."""

    title = "Too often"

    def __init__(self, seconds: int) -> None:
        """Say when it may be asked again."""
        self.seconds = seconds
        super().__init__()
