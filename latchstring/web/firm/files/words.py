"""Files in a sentence."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from latchstring.files.models import Document


def named(documents: Sequence[Document]) -> str:
    """The name of one, the number of several."""
    return documents[0].name if len(documents) == 1 else _("%(count)s files") % {"count": f"{len(documents):,}"}
