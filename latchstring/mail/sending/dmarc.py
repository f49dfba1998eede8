"""DMARC (RFC 7489): what mail servers do with emails that pretend to be ours."""

from django.utils.translation import gettext as _

from latchstring.mail.sending.finding import Finding, Tone
from latchstring.mail.sending.lookup import Lookup

TITLE = "DMARC"
_POLICIES = ("none", "quarantine", "reject")


def look(lookup: Lookup, domain: str) -> Finding:
    """The domain's own record, else that of the domain above it."""
    labels = domain.split(".")
    for above in range(max(len(labels) - 1, 1)):
        owner = ".".join(labels[above:])
        name = f"_dmarc.{owner}"
        found = [each for each in lookup.texts(name) if each.replace(" ", "").lower().startswith("v=dmarc1")]
        if len(found) > 1:
            words = _("%s has more than one DMARC record, so mail servers heed none of them. Keep one.") % owner
            return Finding(TITLE, Tone.BAD, words, name, " | ".join(found))
        if found:
            return _policy(name, found[0])
    words = _("%s has no DMARC record. Large providers refuse bulk emails without one. Add this record.") % domain
    return Finding(TITLE, Tone.BAD, words, f"_dmarc.{domain}", "v=DMARC1; p=none")


def _policy(name: str, record: str) -> Finding:
    tags = {
        key.strip().lower(): value.strip().lower()
        for key, _sep, value in (part.partition("=") for part in record.split(";"))
    }
    policy = tags.get("p", "")
    if policy not in _POLICIES:
        words = _("The record does not say what to do: it needs p=none, p=quarantine or p=reject.")
        return Finding(TITLE, Tone.BAD, words, name, record)
    words = {
        "none": _("There is a record. It asks mail servers to do nothing about forged emails yet (p=none)."),
        "quarantine": _("There is a record. Forged emails go to the spam folder (p=quarantine)."),
        "reject": _("There is a record. Forged emails are refused (p=reject)."),
    }[policy]
    return Finding(TITLE, Tone.GOOD, words)
