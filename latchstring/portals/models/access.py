"""Who may see which client record, since when and until when."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from latchstring.kernel import clock
from latchstring.kernel.models import Listed, OwnedQuerySet
from latchstring.policy.actor import Actor
from latchstring.policy.scopes import SCOPE_NAMES, Scope
from latchstring.portals.models.standing import Standing


def live(at: Any = None) -> Q:
    """Access that is neither removed nor over, at this moment or another: the one meaning of having access."""
    return Q(removed_at=None) & (Q(ends_at=None) | Q(ends_at__gt=at or clock.now()))


class AccessQuerySet(OwnedQuerySet):
    def live(self) -> Self:
        """Accepted, or still waiting to be."""
        return self.filter(live())

    def open(self) -> Self:
        """What can be reached now."""
        return self.live().filter(accepted_at__isnull=False, client__inactive_at=None, person__suspended_at=None)

    def over(self) -> Self:
        return self.exclude(live())


class Access(Listed, Standing):
    """This person may see this client record, once accepted and until removed or over, as far as the scope goes."""

    assigned_to = "client__assignments__member_id"

    person = models.ForeignKey("PortalUser", on_delete=models.CASCADE, related_name="accesses", db_index=False)
    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="accesses")
    granted_at = models.DateTimeField(default=clock.now)
    granted_by = models.UUIDField(null=True)
    removed_by = models.UUIDField(null=True)
    end_told_at = models.DateTimeField(null=True)
    scope = models.CharField(max_length=20, choices=[*SCOPE_NAMES.items()], default=Scope.EVERYTHING)

    objects: ClassVar[Any] = AccessQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("person", "client", name="access_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("ends_at", condition=Q(removed_at=None, ends_at__isnull=False), name="access_ending"),
        ]

    @property
    def has_ended(self) -> bool:
        """Whether its end came, and not a removal before it."""
        if self.ends_at is None or self.ends_at > clock.now():
            return False
        return self.removed_at is None or self.removed_at >= self.ends_at

    @classmethod
    def shown_to_client(cls, actor: Actor) -> Q | None:
        return live() & Q(person_id=actor.person_id, accepted_at__isnull=False, client__inactive_at=None)
