"""What the login library asks of us about second factors: names, the host that passkeys belong to, sealed secrets."""

import base64
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter

from latchstring.kernel import crypto

_PURPOSE = "second factor"


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def get_totp_issuer(self) -> str:
        return _firm_name()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey works at the host name where it was made, and nowhere else."""
        host: str = context.request.get_host()
        return {"id": host.partition(":")[0], "name": _firm_name()}

    def encrypt(self, text: str) -> str:
        wrapped, master = crypto.wrap(text.encode(), _PURPOSE)
        return f"{master}:{base64.b64encode(wrapped).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        """Raises kernel.crypto.Unopenable."""
        master, _, wrapped = encrypted_text.partition(":")
        return crypto.unwrap(base64.b64decode(wrapped), master, _PURPOSE).decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Ours go through the outbox."""


def _firm_name() -> str:
    firm = getattr(context.request, "firm", None)
    return firm.name if firm else "Latchstring"
