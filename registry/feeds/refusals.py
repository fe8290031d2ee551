"""What can go wrong between a camera and its picture, in words for the map."""

from registry.refusals import Refusal


class FeedSilent(Refusal):
    """The camera does not answer."""


class NoKeyframe(FeedSilent):
    """The camera sends, but no picture that stands alone."""


class NothingThere(FeedSilent):
    """There is nothing at this address."""


class FeedForbidden(Refusal):
    """This address is not one the centre may fetch from."""


class InvalidFeed(Refusal):
    """No camera has such a feed."""

    title = "Feed refused"


class NoFeed(Refusal):
    """No pictures are taken from this camera."""


class CredentialLost(Refusal):
    """None of this centre's keys opens the camera's password: enter it anew."""


class PictureRefused(Refusal):
    """What the camera sent is not a whole picture."""


class KlvRefused(Refusal):
    """These bytes are not a whole local set of metadata."""


class PassRefused(Refusal):
    """This pass is not valid."""


class PassExpired(PassRefused):
    """This pass has run out."""
