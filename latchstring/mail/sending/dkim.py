"""DKIM (RFC 6376): the key by which mail servers check the signature on our emails."""

from base64 import b64decode

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.utils.translation import gettext as _

from latchstring.mail.sending.finding import Finding, Tone
from latchstring.mail.sending.lookup import Lookup

TITLE = "DKIM"
USUAL = (
    "default", "mail", "dkim", "s1", "s2", "selector1", "selector2", "google", "k1", "k2", "k3", "mx", "smtp", "pm",
    "resend", "mailjet", "brevo1", "brevo2", "mlsend", "scph", "fm1", "protonmail", "zoho",
)  # fmt: skip
_WEAK = 1024  # bits; RFC 8301 wants more


def look(lookup: Lookup, domain: str, selector: str) -> Finding:
    """Under the selector that was typed, else under the usual ones, the first that has a key."""
    for each in (selector,) if selector else USUAL:
        name = f"{each}._domainkey.{domain}"
        for text in lookup.texts(name):
            if "p=" in text:
                return _key(name, text)
    if selector:
        words = _("There is no key under the name %s. Copy it anew from your mail server or provider.") % selector
        return Finding(TITLE, Tone.BAD, words, f"{selector}._domainkey.{domain}")
    words = _(
        "No key was found under the usual names. If your mail server signs under another name (its “selector”), "
        "type it below. If it does not sign at all, switch DKIM on there and add the record that it shows."
    )
    return Finding(TITLE, Tone.DOUBTFUL, words)


def _key(name: str, text: str) -> Finding:
    tags = dict(part.strip().partition("=")[::2] for part in text.split(";") if "=" in part)
    encoded = "".join(tags.get("p", "").split())
    if not encoded:
        words = _("The key was taken back: its record is empty. Mail servers refuse what is signed with it.")
        return Finding(TITLE, Tone.BAD, words, name, text)
    if tags.get("k", "rsa").strip() != "rsa":
        return Finding(TITLE, Tone.GOOD, _("There is a key for signatures under %s.") % name)
    try:
        key = load_der_public_key(b64decode(encoded, validate=True))
    except ValueError:
        words = _("The key can’t be read. It was cut off or changed when it was copied; copy it anew.")
        return Finding(TITLE, Tone.BAD, words, name, text)
    if isinstance(key, RSAPublicKey) and key.key_size < _WEAK:
        words = _("The key has only %s bits, so mail servers don’t trust it. Make a new one with 2048.") % key.key_size
        return Finding(TITLE, Tone.BAD, words, name)
    return Finding(TITLE, Tone.GOOD, _("There is a key for signatures under %s.") % name)
