"""Names of files and folders: cleaned where the name came with a file, refused where somebody typed it."""

import re
import unicodedata

from django.utils.translation import gettext as _

from latchstring.files.refusals import BadName

LONGEST = 200
_JOINERS = "\u200c\u200d"  # between letters of some scripts and within emoji


def clean(given: str) -> str:
    """The name that a file from somebody's device gets: no folders, no invisible signs, at most 200 characters.

    Raises BadName where nothing is left.
    """
    name = _plain(given.replace("\\", "/").rsplit("/", 1)[-1])
    if len(name) > LONGEST:
        stem, dot, ending = name.rpartition(".")
        kept = f"{dot}{ending}" if stem and len(ending) <= 10 else ""
        name = name[: LONGEST - len(kept)].rstrip() + kept
    if not name:
        raise BadName(_("This file has no name. Give it one and send it again."))
    return name


def check(typed: str) -> str:
    """A name that somebody typed for a file or folder. Raises BadName."""
    if re.search(r"[/\\]", typed):
        raise BadName(_("A name can't contain / or \\."))
    name = _plain(typed)
    if not name:
        raise BadName(_("Enter a name."))
    if len(name) > LONGEST:
        raise BadName(_("This name is longer than %(most)d characters. Shorten it.") % {"most": LONGEST})
    return name


def sortable(name: str) -> str:
    """How the name is sorted and compared: without case, and numbers by their value."""
    padded = re.sub(r"\d+", lambda found: found[0].zfill(8)[-20:], name.casefold())
    return padded[:255]


def numbered(name: str, number: int) -> str:
    """``W-2.pdf`` as ``W-2 (3).pdf``."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem} ({number}){dot}{ending}" if stem else f"{name} ({number})"


def _plain(name: str) -> str:
    shown = (_shown(sign) for sign in unicodedata.normalize("NFC", name))
    return " ".join("".join(shown).split()).strip(". " + _JOINERS) if name.strip(". ") else ""


def _shown(sign: str) -> str:
    """Controls, direction marks, surrogates and what has no meaning become nothing; line ends a blank."""
    category = unicodedata.category(sign)
    if category in {"Zl", "Zp"} or sign in "\t\r\n":
        return " "
    return "" if category in {"Cc", "Cf", "Cs", "Co", "Cn"} and sign not in _JOINERS else sign
