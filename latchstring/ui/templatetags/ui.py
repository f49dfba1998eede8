"""The design system's tags and filters; every template has them without loading anything."""

from datetime import datetime
from functools import cache
from typing import Any
from zlib import crc32

from django import template
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals import ends
from latchstring.portals.models import Access
from latchstring.portals.status import LABELS, Status
from latchstring.ui import fields, file_marks, kept_parts, kept_urls, moments
from latchstring.ui.folded import folded

register = template.Library()

register.tag("url", kept_urls.url)
register.simple_tag(kept_parts.kept)
register.filter("day", moments.day)
register.filter("day_within", moments.day_within)
register.filter("hour", moments.hour)
register.filter("when", moments.when)
register.filter("date_in_words", moments.date_in_words)
register.filter("size", file_marks.size)
register.filter("glyph", file_marks.glyph)


@folded(register)
def icon(name: str, size: str = "") -> SafeString:
    """A symbol of the sprite: ``send``, or a status glyph such as ``s-sent``; size ``sm`` or ``lg``."""
    return _symbol(name if name.startswith("s-") else f"i-{name}", f"icon {size}".strip())


@folded(register)
def mark(name: str = "latchstring", size: str = "") -> SafeString:
    """The product's mark, or with ``firm`` the tile in the firm's colour."""
    return _symbol(name, f"mark {size}".strip())


@cache
def _symbol(symbol: str, css: str) -> SafeString:
    """Kept: a page of fifty rows draws hundreds, of a few dozen kinds."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, static("ui/icons.svg"), symbol
    )


@register.simple_tag
def status(row: Any) -> SafeString:
    """Glyph and word for a status, or for a row that has one."""
    return _status(row, "status")


@register.simple_tag
def status_pill(row: Any) -> SafeString:
    return _status(row, "status pill")


def _status(row: Any, css: str) -> SafeString:
    return _status_words(Status(getattr(row, "status", row)), css)


@cache
def _status_words(value: Status, css: str) -> SafeString:
    return format_html('<span class="{}" data-status="{}">{}{}</span>', css, value, icon(f"s-{value}"), LABELS[value])


@register.simple_tag
def avatar(name: str, key: Any = "", size: str = "") -> SafeString:
    """Initials in a hue that stays with the key; decorative, so the name must stand beside it."""
    words = [word for word in name.replace("&", " ").split() if word[0].isalnum()]
    initials = (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else name[:1].upper()
    hue = crc32(str(key or name).encode()) % 6 + 1
    return format_html(
        '<span class="{}" data-hue="{}" aria-hidden="true">{}</span>', f"avatar {size}".strip(), hue, initials
    )


@register.filter
def may(actor: Actor | None, action: str) -> bool:
    """``{% if actor|may:"files:view" %}``: by permission, licence and seat, before anything is offered."""
    return actor is not None and actor.may(Action(action))


@register.filter
def limits(access: Access, place: moments.HasTimeZone) -> str:
    """``Files only · until Apr 30``, or nothing: how far somebody's access goes."""
    return ends.limits(access.scope, access.ends_at, place)


@register.filter
def last_day(ends_at: datetime, place: moments.HasTimeZone) -> str:
    """Apr 30, of a moment at which access ends."""
    return ends.short(ends_at, place)


@register.filter
def number(value: int | None) -> str:
    """1,873."""
    return "" if value is None else f"{value:,}"


@register.filter
def dialled(phone: str) -> str:
    """What a tel: link carries: digits and a leading plus."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


@register.inclusion_tag("ui/_field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A whole form field: label, control, hint and error."""
    return {"field": bound, "kind": fields.kind(bound), "control": fields.control(bound)}


@register.inclusion_tag("ui/_error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong with the form as a whole, and links to two or more wrong fields."""
    wrong = [bound for bound in form if bound.errors and not bound.is_hidden]
    return {"general": form.non_field_errors(), "wrong": wrong if len(wrong) > 1 else []}


@register.filter
def stop(name: str) -> str:
    """A name that ends a sentence, with its full stop; Ruiz Landscaping Inc. brings one along."""
    return name if name.endswith(".") else f"{name}."
