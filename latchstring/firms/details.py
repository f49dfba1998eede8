"""What a firm may be called and which clock it keeps: each rule with the sentence that explains it."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from latchstring.firms.models import Firm


class BadFirm(ValueError):
    """A sentence that says what is wrong with a firm's details; ``field`` is where."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


def clean_name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name:
        raise BadFirm("name", _("Enter the firm’s name."))
    if len(name) > 120:
        raise BadFirm("name", _("This name is longer than 120 characters. Shorten it."))
    return name


def clean_time_zone(typed: str) -> str:
    if typed not in zoneinfo.available_timezones():
        raise BadFirm("time_zone", _("“%s” is not a time zone. Write one like America/New_York.") % typed)
    return typed


def clean_slug(typed: str) -> str:
    try:
        validate_slug(typed)
    except ValidationError as error:
        raise BadFirm("slug", _("A short name has only letters, digits, hyphens and underscores.")) from error
    if len(typed) > 60:
        raise BadFirm("slug", _("This short name is longer than 60 characters. Shorten it."))
    if Firm.objects.filter(slug=typed).exists():
        raise BadFirm("slug", _("Another firm is called “%s” already. Choose another short name.") % typed)
    return typed
