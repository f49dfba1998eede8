"""Open a secure link: the file for who has its password, or the code sent to its address."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from latchstring.files import emails
from latchstring.files.content import Look, open_version, refuse_unoffered
from latchstring.files.models import SecureLink, Version
from latchstring.files.queries import links
from latchstring.files.refusals import LinkRefused
from latchstring.kernel import clock, tokens
from latchstring.policy.actions import Action
from latchstring.policy.actor import system_actor
from latchstring.policy.licences import Licence
from latchstring.policy.scopes import opens
from latchstring.portals.models import Access
from latchstring.portals.status import is_over

TRIES = 10
"""Wrong passwords or codes in a row; then the link stays shut."""
CODE_LASTS = timedelta(minutes=10)
CODE_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Opened:
    name: str
    version: Version
    pieces: Iterator[bytes]


def look_at_link(firm_id: UUID, token: str) -> SecureLink:
    """The link, if it opens with its password or code; changes nothing. Raises LinkRefused."""
    link = links.find(firm_id, token)
    if link is None:
        raise LinkRefused(_("There is no file behind this link. Check that you have copied all of it."))
    document, asked = link.document, _("Ask who sent it for a new one.")
    if Licence.FILES not in link.firm.licences:
        raise LinkRefused(_("The firm has switched its files off."))
    if link.revoked_at or document.deleted_at or document.client.inactive_at or _is_shut_out(link):
        raise LinkRefused(_("This link was withdrawn.") + " " + asked)
    if link.expires_at <= clock.now():
        raise LinkRefused(_("This link has expired.") + " " + asked)
    if link.most is not None and link.downloads >= link.most:
        raise LinkRefused(_("This link was used as often as it can be.") + " " + asked)
    if link.wrong >= TRIES:
        raise LinkRefused(_("This link was closed after too many wrong tries.") + " " + asked)
    refuse_unoffered(document.current)
    return link


def _is_shut_out(link: SecureLink) -> bool:
    """The access of the person behind the address ended after the link was made, or does not include files."""
    rows = Access.objects.filter(firm=link.firm_id, person__address=link.email, client=link.document.client_id)
    access = rows.first() if link.email else None
    if access is None:
        return False
    if is_over(access, clock.now()):
        return bool((access.removed_at or access.ends_at) > link.created_at)
    return not opens(access.scope, Action.FILES_VIEW)


@transaction.atomic
def send_link_code(firm_id: UUID, token: str) -> SecureLink:
    """A new code to the link's own address; at most one a minute. Raises LinkRefused, AddressInactive."""
    link = look_at_link(firm_id, token)
    now = clock.now()
    waiting = link.code_expires_at and link.code_expires_at - CODE_LASTS + CODE_AGAIN > now
    if not link.email or waiting:
        return link
    code = f"{secrets.randbelow(1_000_000):06}"
    link.code, link.code_expires_at = _digest(link, code), now + CODE_LASTS
    link.save(update_fields=["code", "code_expires_at"])
    emails.send_code(link, code)
    return link


def open_link(firm_id: UUID, token: str, *, password: str = "", code: str = "") -> Opened:
    """Counts as one download. Raises LinkRefused, also for a wrong password or code, which is counted."""
    link = look_at_link(firm_id, token)
    if not _fits(link, password, code):
        SecureLink.objects.filter(pk=link.pk).update(wrong=F("wrong") + 1)
        wrong = (
            _("This code is not right, or it is too old. Send a new one.")
            if link.email
            else _("This password is not right.")
        )
        raise LinkRefused(wrong)
    with transaction.atomic():
        rows = SecureLink.objects.filter(links.still_open(), pk=link.pk)
        if not rows.update(downloads=F("downloads") + 1, wrong=0, code=None):
            raise LinkRefused(_("This link was used as often as it can be."))
        actor = replace(system_actor(firm_id), name=link.email or _("Somebody with a secure link"))
        version = link.document.current
        return Opened(link.document.name, version, open_version(actor, version, look=Look.LINK))


def _fits(link: SecureLink, password: str, code: str) -> bool:
    if not link.email:
        return check_password(password, link.password)
    fresh = link.code is not None and link.code_expires_at is not None and link.code_expires_at > clock.now()
    return fresh and compare_digest(bytes(link.code or b""), _digest(link, code.strip()))


def _digest(link: SecureLink, code: str) -> bytes:
    return tokens.digest(f"{link.pk}:{code}")
