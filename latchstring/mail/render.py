"""Compose a letter: templates become a subject, a text and inlined HTML, with fields in double braces."""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

import css_inline
from django.conf import settings
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from django.urls import reverse

from latchstring.firms.models import Branding, Firm
from latchstring.mail.models import Letter
from latchstring.mail.words import Words, words_in_use

_PARTS = ("kind", "from_name", "from_address", "reply_to", "subject", "text", "html")
MAX_BYTES = 100_000  # mail programs cut longer HTML off


def placeholder(name: str) -> str:
    """How a letter names what is filled in per person: ``{{first_name}}``."""
    return f"{{{{{name}}}}}"


class _Placeholders:
    """``{{ fields.first_name }}`` in a template prints the placeholder of that name."""

    def __getitem__(self, name: str) -> str:
        return placeholder(name)


def letter(
    firm: Firm, kind: str, template: str, context: Mapping[str, Any], *, from_name: str = "", reply_to: str = ""
) -> Letter:
    """The composed letter as a row; equal letters of a firm share one."""
    new = compose(firm, kind, template, context, from_name=from_name, reply_to=reply_to)
    parts = {name: getattr(new, name) for name in _PARTS}
    found, _ = Letter.objects.get_or_create(firm=firm, digest=new.digest, defaults=parts)
    return found


def compose(
    firm: Firm,
    kind: str,
    template: str,
    context: Mapping[str, Any],
    *,
    from_name: str = "",
    reply_to: str = "",
    words: Words | None = None,
) -> Letter:
    """Render ``<template>.subject.txt``, ``.txt`` and ``.html`` for this firm; nothing is saved.

    ``words`` stand in place of ours, else those that the firm has in use for this kind, if any.
    """
    own = words or words_in_use(firm, kind)
    context = {**_context(firm, context), "words": own.paragraphs if own else []}
    subject = " ".join(((own and own.subject) or _render(f"{template}.subject.txt", context)).split())
    whole = {**context, "subject": subject}
    html = _inliner().inline(_render(f"{template}.html", whole, escape=True))
    if len(html.encode()) > MAX_BYTES:
        raise ValueError(f"The email {template} is longer than {MAX_BYTES:,} bytes. Shorten its message.")
    parts = {
        "kind": kind,
        "from_name": (from_name or firm.name)[:200],
        "from_address": sender_address(firm),
        "reply_to": reply_to,
        "subject": subject,
        "text": _tidy(_render(f"{template}.txt", whole)),
        "html": html,
    }
    digest = hashlib.sha256("\0".join(parts.values()).encode()).digest()
    return Letter(firm=firm, digest=digest, **parts)


def sender_address(firm: Firm) -> str:
    """The firm's own, else no-reply at the host of the installation."""
    return firm.sender_address or f"no-reply@{settings.BASE_HOST}"


def _context(firm: Firm, context: Mapping[str, Any]) -> dict[str, Any]:
    branding = Branding.objects.filter(firm=firm).first() or Branding()
    return {
        "firm": firm,
        "colour": branding.colour,
        "colour_night": branding.colour_night,
        "logo_url": _logo_url(firm, branding),
        "fields": _Placeholders(),
        **context,
    }


def _logo_url(firm: Firm, branding: Branding) -> str:
    """By the firm's own address; the same for everybody, so that it tells nothing about who reads."""
    return f"{firm.base_url}{reverse('brand-logo', args=[branding.logo_digest])}" if branding.logo_digest else ""


def _render(name: str, context: dict[str, Any], *, escape: bool = False) -> str:
    template = cast(DjangoTemplates, engines["django"]).get_template(name).template
    return str(template.render(Context(context, autoescape=escape)))


def _tidy(text: str) -> str:
    """At most one empty line in a row, and none at either end."""
    lines = "\n".join(line.rstrip() for line in text.replace("\r", "").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
