"""The moments from which a status is derived."""

from django.db import models

from latchstring.kernel import clock


class Standing(models.Model):
    """The moments from which a status is derived (see ``portals.status``); of ends, the midnight after the last day."""

    queued_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
