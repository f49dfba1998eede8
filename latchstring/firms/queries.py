"""Questions about firms as such."""

from latchstring.firms.models import Firm


def any_firm() -> bool:
    """False until the first firm is set up."""
    return Firm.objects.exists()
