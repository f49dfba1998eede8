"""Every email there is, filled with samples, to look at."""

from dataclasses import dataclass
from datetime import timedelta
from html import escape

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7
from latchstring.mail.kinds import name_of
from latchstring.mail.mime.headers import mailbox
from latchstring.mail.mime.prepared import fill_plain, header_date, prepare
from latchstring.mail.models import Letter
from latchstring.mail.render import compose, placeholder
from latchstring.portals.message import Sender
from latchstring.portals.reading import day_of

TEMPLATES = {
    "invite": "invite",
    "reminder": "reminder",
    "confirm-email": "confirm_email",
    "access-added": "access_added",
    "access-changed": "access_changed",
    "access-ending": "access_ending",
    "access-asked": "access_asked",
    "access-answered": "access_answered",
    "way-back": "way_back",
    "email-changed": "email_changed",
    "declined": "declined",
    "reactivated": "reactivated",
    "file-shared": "file_shared",
    "file-received": "file_received",
    "file-quarantined": "file_quarantined",
    "link-code": "link_code",
    "login-code": "login_code",
    "password-reset": "password_reset",
    "password-changed": "password_changed",
    "second-factor": "second_factor",
    "code-read-out": "code_read_out",
    "factor-reset": "factor_reset",
    "glass-broken": "glass_broken",
    "pin-changed": "pin_changed",
    "dormant-soon": "dormant_soon",
    "dormant-now": "dormant_now",
    "team-invite": "team_invite",
    "sending-stopped": "sending_stopped",
    "domain-lost": "domain_lost",
    "review-due": "review_due",
    "test": "test",
}
_ADDRESS = "maria@example.com"
_ONLY_YOU = f"This link is only for you. It works once, until {placeholder('expires')}."
_OF_ONE_USE = ("invite", "reminder", "confirm-email")
_OWN_VALUES = {
    "access-asked": {"what": "let Luis Delgado in", "detail": "luis@example.com (bookkeeper)"},
    "access-answered": {"detail": "He will get an email with a link of his own."},
    "domain-lost": {"url": "/settings/domain/"},
    "dormant-now": {"change": "Your access is suspended, since you have not logged in for a long time."},
    "pin-changed": {"change": "The PIN of Maria Delgado was set."},
}
"""What a field holds in one kind of email alone; a path is of the firm."""


@dataclass(frozen=True, slots=True)
class Sample:
    kind: str
    letter: Letter
    fields: dict[str, str]

    @property
    def name(self) -> str:
        return name_of(self.kind)

    @property
    def subject(self) -> str:
        return fill_plain(self.letter.subject, self.fields)

    @property
    def text(self) -> str:
        return fill_plain(self.letter.text, self.fields)

    @property
    def html(self) -> str:
        return fill_plain(self.letter.html, self.fields, escape)

    def content(self) -> bytes:
        """As it would leave."""
        to = mailbox("Maria Delgado", _ADDRESS)
        return prepare(self.letter).fill(id=uuid7(), to=to, date=header_date(clock.now()), fields=self.fields)


def sample(firm: Firm, kind: str) -> Sample:
    """Raises KeyError for a kind that there is not."""
    sender = Sender("Ruth Alder", f"ruth@{firm.slug}.example", "Tax partner")
    message = "Hello Maria,\nthe first return is ready.\n\nCall me if anything looks wrong."
    context = {
        "sender": sender,
        "inviter": sender.name,
        "paragraphs": [block.split("\n") for block in message.split("\n\n")],
        "note": _ONLY_YOU if kind in _OF_ONE_USE else "",
        "expires": placeholder("expires"),
        "stopped": True,
    }
    letter = compose(firm, kind, f"mail/{TEMPLATES[kind]}", context, from_name=f"{sender.name}, {firm.name}")
    own = _OWN_VALUES.get(kind, {})
    values = _values(firm) | {
        name: f"{firm.base_url}{value}" if value.startswith("/") else value for name, value in own.items()
    }
    return Sample(kind, letter, {name: values.get(name, "…") for name in prepare(letter).names} | _unseen(firm))


def _unseen(firm: Firm) -> dict[str, str]:
    """What is in headers alone."""
    return {"unsubscribe": f"{firm.base_url}/stop/sample/"}


def _values(firm: Firm) -> dict[str, str]:
    return {
        "first_name": "Maria",
        "client_name": "Delgado Family",
        "member_name": "Ruth Alder",
        "firm_name": firm.name,
        "person": "Maria Delgado",
        "person_name": "Maria Delgado",
        "address": _ADDRESS,
        "email": _ADDRESS,
        "covers": "Your access covers files only, until April 30, 2027.",
        "last_day": "Friday, April 30",
        "expires": day_of(clock.now() + timedelta(days=firm.invite_days), firm),
        "link": f"{firm.base_url}/i/sample/",
        "url": f"{firm.base_url}/forgot/sample/",
        "portal_url": f"{firm.base_url}/portal/sample/",
        "client_url": f"{firm.base_url}/clients/sample/",
        "home_url": f"{firm.base_url}/home/",
        "login_url": f"{firm.base_url}/login/",
        "code": "417093",
        "member": "Ruth Alder",
        "names": "Tax return 2025.pdf, W-2.pdf",
        "what": "2 files",
        "finding": "Eicar-Test-Signature",
        "reason": "The mail server could not verify that our email is ours (SPF, DKIM or DMARC).",
        "detail": "550 5.7.26 This mail is unauthenticated.",
        "host": "clients.example.com",
        "instead": firm.base_url,
        "outcome": "Luis Delgado was invited",
        "change": "An authenticator app was added",
        "way": "password",
        "when": "Tuesday, March 3, 09:14",
        "place": "198.51.100.7",
    }
