"""A firm, the names it answers to, and how it looks to its clients."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models

from latchstring.kernel import clock, tokens
from latchstring.kernel.ids import uuid7
from latchstring.kernel.models import Owned
from latchstring.policy.licences import Licence, known


def _at_first() -> list[str]:
    return [Licence.FILES]


class Firm(models.Model):
    """``switched_on`` names the licences beside Client Management; ``set_up`` has a moment for each finished
    step of the set-up, or null for one that was skipped."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    phone = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=200, blank=True)
    support_email = models.EmailField(blank=True)
    sender_address = models.EmailField(blank=True)
    invite_days = models.PositiveSmallIntegerField(default=30)
    invites_a_day = models.PositiveIntegerField(default=2000)
    resends_a_day = models.PositiveSmallIntegerField(default=3)
    emails_a_minute = models.PositiveIntegerField(default=0)
    undo_seconds = models.PositiveSmallIntegerField(default=10)
    dormant_months = models.PositiveSmallIntegerField(default=0)
    dormant_days = models.PositiveSmallIntegerField(default=14)
    switched_on: Any = models.JSONField(default=_at_first)
    set_up: Any = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return self.name

    @property
    def licences(self) -> frozenset[Licence]:
        return known(self.switched_on)

    @property
    def base_url(self) -> str:
        """Where this firm's links lead, without a final slash; never taken from a request."""
        works = {row.verified_at: row.host for row in self.domains.all() if row.verified_at}
        return at(works[max(works)]) if works else settings.BASE_URL


def at(host: str) -> str:
    """The installation's own address with another host name."""
    base = urlsplit(settings.BASE_URL)
    return f"{base.scheme}://{host}:{base.port}" if base.port else f"{base.scheme}://{host}"


class Branding(Owned):
    firm: Any = models.OneToOneField(Firm, on_delete=models.CASCADE, related_name="branding")
    colour = models.CharField(max_length=7, default="#1f5c4a")
    colour_night = models.CharField(max_length=7, default="#2f7d66")
    welcome = models.TextField(blank=True)
    logo_digest = models.CharField(max_length=16, blank=True)


class Logo(Owned):
    """The firm's logo as we made it anew from what was uploaded; apart from Branding, which every page reads."""

    firm: Any = models.OneToOneField(Firm, on_delete=models.CASCADE, related_name="logo")
    png = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()


class Finding(models.TextChoices):
    """What the name servers said of a domain when they were last asked."""

    UNCHECKED = "unchecked"
    MISSING = "missing"
    ELSEWHERE = "elsewhere"
    UNPROVEN = "unproven"
    TAKEN = "taken"
    SILENT = "silent"
    WORKS = "works"


class Domain(Owned):
    """A host name that a firm would like its portal to have; it counts for nothing before ``verified_at``.

    ``code`` stands in a TXT record, so that no other firm of this installation can take the name. With ``vouched_at``
    whoever runs the installation has said that it is the firm's, and the name servers have no say.
    """

    firm: Any = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="domains")
    host = models.CharField(max_length=253)
    code = models.CharField(max_length=64, default=tokens.mint)
    finding = models.CharField(max_length=10, choices=Finding.choices, default=Finding.UNCHECKED)
    points_to = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    vouched_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", "host", name="domain_once_per_firm"),
            models.UniqueConstraint("host", condition=models.Q(verified_at__isnull=False), name="verified_domain_once"),
        ]
