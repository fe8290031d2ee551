"""What cannot be done with evidence and with uploads."""

from registry.refusals import Refusal


class UnknownItem(Refusal):
    """There is no such item."""

    title = "Not found"


class Deleted(Refusal):
    """This item was deleted; its certificate says by which rule."""

    title = "Deleted"


class Missing(Refusal):
    """The bytes of this item are not in the storage."""

    title = "Bytes missing"


class NothingToExport(Refusal):
    """None of what was chosen can be exported."""

    title = "Nothing to export"


class NeedsWords(Refusal):
    """A hold needs its reason in words."""

    title = "Reason needed"


class UnknownUpload(Refusal):
    """There is no such upload."""

    title = "Not found"


class BadUpload(Refusal):
    """This upload cannot be taken as it is announced."""

    title = "Upload refused"


class TooLarge(Refusal):
    """The file is larger than what can be taken."""

    title = "Too large"


class OverQuota(Refusal):
    """So much has been sent for this already that the file does not fit."""

    title = "Too much"


class NoRoom(Refusal):
    """There is no room for it on the centre's disk now. Nothing is lost: try again later."""

    title = "No room"


class WrongOffset(Refusal):
    """What was sent does not begin where what is here ends."""

    title = "Wrong offset"


class BeingWritten(Refusal):
    """Another request is writing to this upload at this moment."""

    title = "Being written"


class Finished(Refusal):
    """This upload is complete, or was given up."""

    title = "Finished"
