"""An email as the log shows it: its words, without what would let a reader in."""

import re
from collections.abc import Mapping

from latchstring.mail.mime.prepared import fill_plain
from latchstring.mail.models import Message

SECRET = frozenset({"code", "link", "url", "unsubscribe"})
"""Fields that are never shown; links and codes are not kept once the email has left anyway."""
NOT_KEPT = {"code": "••••••", "link": "[link not kept]", "url": "[link not kept]", "unsubscribe": "[link not kept]"}
# Whatever a field of another name may hold: a path of ours that ends in a token.
_TOKEN = re.compile(r"(https?://\S+?/)[A-Za-z0-9_-]{32,}(?=/|\s|$)")


class _Shown(dict[str, str]):
    """A field that is missing shows as three dots."""

    def __missing__(self, name: str) -> str:
        return NOT_KEPT.get(name, "…")


def subject_of(message: Message) -> str:
    return fill_plain(message.letter.subject, _shown(message.fields))


def text_of(message: Message) -> str:
    """The plain text with links redacted."""
    return _TOKEN.sub(r"\1[not kept]", fill_plain(message.letter.text, _shown(message.fields)))


def _shown(fields: Mapping[str, str]) -> Mapping[str, str]:
    return _Shown({name: value for name, value in fields.items() if name not in SECRET})
