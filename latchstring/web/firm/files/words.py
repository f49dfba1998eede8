"""Files and folders in a sentence."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from latchstring.files.models import Document, Folder


def named(documents: Sequence[Document], folders: Sequence[Folder] = ()) -> str:
    """The name of one, the number of several: “Return.pdf”, “3 files”, “3 files and 1 folder”."""
    if len(documents) + len(folders) == 1:
        return documents[0].name if documents else folders[0].name
    counted = [
        ngettext("%(count)s file", "%(count)s files", len(documents)) % {"count": f"{len(documents):,}"},
        ngettext("%(count)s folder", "%(count)s folders", len(folders)) % {"count": f"{len(folders):,}"},
    ]
    told = [words for words, some in zip(counted, (documents, folders), strict=True) if some]
    return _(" and ").join(told)
