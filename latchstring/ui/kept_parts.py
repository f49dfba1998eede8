"""A part of a page that shows nothing but what it is given, drawn once for each that it was given."""

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

KEPT = 500  # parts of a few KB, in each web process


def kept(template: str, **given: Any) -> SafeString:
    """Like ``include … only``; lists are taken as tuples, and the rest must be hashable.

    What depends on the request, on the hour or on anything else must be given.
    """
    values = ((name, tuple(value) if isinstance(value, list) else value) for name, value in given.items())
    return _drawn(template, get_language(), tuple(values))


@lru_cache(KEPT)
def _drawn(template: str, language: str | None, given: tuple[tuple[str, Any], ...]) -> SafeString:
    """``language`` is the one that all is said in now."""
    return render_to_string(template, dict(given))
