"""What an email says: a letter, composed once and filled in per person."""

from typing import Any, ClassVar

from django.db import models

from latchstring.kernel.models import Owned


class Letter(Owned):
    """Subject, text and HTML with fields in double braces; equal letters of a firm share a row."""

    kind = models.CharField(max_length=30)
    digest = models.BinaryField(max_length=32)
    from_name = models.CharField(max_length=200)
    from_address = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", "digest", name="letter_once_per_firm"),
        ]
