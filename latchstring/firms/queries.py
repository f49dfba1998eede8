"""Questions about firms as such."""

from latchstring.firms.models import Firm, Logo


def any_firm() -> bool:
    """False until the first firm is set up."""
    return Firm.objects.exists()


def logo_of(firm: Firm, digest: str) -> bytes | None:
    """The firm's logo as PNG, if it is the one with this digest."""
    kept = Logo.objects.filter(firm=firm, firm__branding__logo_digest=digest).first()
    return bytes(kept.png) if kept else None
