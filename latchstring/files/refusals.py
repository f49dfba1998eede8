"""What can't be done with a file, as a sentence for the person who tried."""

from django.utils.translation import gettext as _

from latchstring.portals.refusals import Refusal


class FileRefusal(Refusal):
    """The base of all that files refuse; ``str()`` says what is so and what to do."""


class BadName(FileRefusal, ValueError):
    """A name that no file or folder can have."""


class NotAccepted(FileRefusal):
    """Too large, or a type that is not taken."""


class Empty(NotAccepted):
    """A file of zero bytes, which is hardly ever what somebody means to send."""

    def __init__(self) -> None:
        super().__init__(_("This file is empty. Open it on your device to see what is there, then send it again."))


class Busy(FileRefusal):
    """Somebody else writes to this upload at this moment."""

    def __init__(self) -> None:
        super().__init__(_("This file is being sent from another window. Wait until that one is done."))


class WrongOffset(FileRefusal):
    """``offset`` is how many bytes are stored: go on from there."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__(_("This part of the file does not follow what is stored. Send the file again to go on."))


class StorageFull(FileRefusal):
    """There is no room. What had arrived of the file is gone."""

    def __init__(self) -> None:
        super().__init__(_("There is no room left for files, so nothing was kept of this one. Try again later."))


class StorageAway(FileRefusal):
    """The place where files are kept does not answer."""

    def __init__(self) -> None:
        super().__init__(_("The place where files are kept does not answer. Try again in a few minutes."))


class Damaged(FileRefusal):
    """Stored bytes were changed, cut or swapped: they can't be opened with this firm's key."""

    def __init__(self) -> None:
        super().__init__(_("This file is damaged in storage and can't be opened. Restore it from a backup."))


class NotOffered(FileRefusal):
    """Waiting for the virus scan, or held back by it."""


class NotPossible(FileRefusal):
    """A move, restore or the like that makes no sense as things stand."""


class LinkRefused(FileRefusal):
    """A secure link that does not open: unknown, expired, revoked, used up, or a wrong password or code."""
