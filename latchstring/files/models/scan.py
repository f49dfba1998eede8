"""What the virus scan said."""

from django.db import models


class Scan(models.TextChoices):
    """What the virus scan said of a version. Only CLEAN and UNSCANNED ones are offered."""

    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"


OFFERED = (Scan.CLEAN, Scan.UNSCANNED)
