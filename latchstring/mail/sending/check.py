"""Everything about a sending domain, looked at in one go."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from latchstring.firms.models import Firm
from latchstring.mail.render import sender_address
from latchstring.mail.sending import dkim, dmarc, spf
from latchstring.mail.sending.finding import Finding, Tone
from latchstring.mail.sending.lookup import Lookup, Silent

_INCLUDES = {
    "amazon_ses": "amazonses.com",
    "brevo": "spf.brevo.com",
    "mailersend": "_spf.mailersend.net",
    "mailgun": "mailgun.org",
    "mailjet": "spf.mailjet.com",
    "postmark": "spf.mtasv.net",
    "resend": "amazonses.com",
    "scaleway": "_spf.tem.scaleway.com",
    "sendgrid": "sendgrid.net",
    "sparkpost": "sparkpostmail.com",
}


@dataclass(frozen=True, slots=True)
class WayOut:
    """The mail server's name, or the SPF record of the provider; both empty for the on-screen mailbox."""

    server: str = ""
    include: str = ""


def way_out() -> WayOut:
    chosen: dict[str, Any] = settings.MAILERS["default"]
    if settings.MAILBOX:
        return WayOut()
    provider = chosen["BACKEND"].split(".")[-2]
    return WayOut(include=_INCLUDES.get(provider, "")) if provider != "smtp" else WayOut(chosen["OPTIONS"]["host"])


def sending_domain(firm: Firm) -> str:
    return sender_address(firm).rpartition("@")[2]


def check(firm: Firm, *, selector: str = "") -> list[Finding]:
    """SPF, DKIM, DMARC and the return path of the domain that the firm's emails come from.

    SPF is about the return path (RFC 7208, 2.4), so of a domain for emails that come back where there is one.
    """
    domain, lookup, out = sending_domain(firm), Lookup(), way_out()
    if "." not in domain or domain.replace(".", "").isdigit():
        words = (
            _("%s is no domain of yours. Enter an address of your own domain under Firm, Send emails from.") % domain
        )
        return [Finding(_("Sender"), Tone.BAD, words)]
    envelope = settings.BOUNCE_DOMAIN or domain
    try:
        return [
            spf.look(lookup, envelope, way_out=out.server, include=out.include),
            dkim.look(lookup, domain, selector),
            dmarc.look(lookup, domain),
            _return_path(lookup, envelope),
        ]
    except Silent:
        words = _("The name servers did not answer. Check again in a minute.")
        return [Finding(_("Name servers"), Tone.DOUBTFUL, words)]


def _return_path(lookup: Lookup, domain: str) -> Finding:
    title, servers = _("Return path"), lookup.mail_servers(domain)
    if servers == [""]:
        words = _("%s says that it takes no email at all, so nothing that comes back reaches us.") % domain
        return Finding(title, Tone.BAD, words, domain)
    if servers:
        words = _("Emails that come back to %(domain)s reach %(server)s.") % {"domain": domain, "server": servers[0]}
        return Finding(title, Tone.GOOD, words)
    if lookup.addresses(domain):
        words = _("%s names no mail server (MX). Emails that come back go to its web server, if anywhere.") % domain
        return Finding(title, Tone.DOUBTFUL, words, domain)
    words = _("%s names no mail server (MX), so emails that come back are lost, and some servers refuse ours.") % domain
    return Finding(title, Tone.BAD, words, domain)
