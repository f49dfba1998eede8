"""A firm's short name for commands and URLs, made from its name."""

from django.utils.text import slugify

from latchstring.firms.models import Firm


def free_slug(name: str) -> str:
    """``alder-pike``, or ``alder-pike-2`` where that is taken."""
    base = slugify(name)[:50].strip("-") or "firm"
    taken = set(Firm.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)
