"""What an owner's way in is refused for."""

from registry.refusals import Refusal


class UnknownLink(Refusal):
    """This link is not known, was used, or is too old."""

    title = "This link no longer works"
