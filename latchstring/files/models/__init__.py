"""The files of a client: folders, documents with their versions, uploads under way, links for outsiders."""

from latchstring.files.models.document import Document, Folder
from latchstring.files.models.keys import FirmKey
from latchstring.files.models.links import SecureLink
from latchstring.files.models.opening import Opening
from latchstring.files.models.scan import OFFERED, Scan
from latchstring.files.models.upload import Upload
from latchstring.files.models.version import Leftover, Version

__all__ = ["OFFERED", "Document", "FirmKey", "Folder", "Leftover", "Opening", "Scan", "SecureLink", "Upload", "Version"]
