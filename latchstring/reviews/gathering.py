"""Write down who has access at the beginning of a review: the team at once, clients' people chunk by chunk."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator

from latchstring.accounts.models import TeamMember
from latchstring.clients.models import Assignment
from latchstring.kernel import clock
from latchstring.kernel.bulk import insert
from latchstring.policy.licences import ALWAYS, LICENCE_NAMES, Licence
from latchstring.policy.roles import ROLE_NAMES, Role
from latchstring.portals.models import Access
from latchstring.reviews.models import Line, Review, TeamLine

CHUNK = 1000
STEPS = {Authenticator.Type.TOTP: "Authenticator app", Authenticator.Type.WEBAUTHN: "Passkey"}


def accesses(review: Review) -> Any:
    """What was live when the review began, as far as it still is."""
    return Access.objects.live().filter(firm=review.firm_id, granted_at__lte=review.started_at)


def gather(review: Review) -> bool:
    """The next chunk of a locked review; False when there is no more."""
    rows = accesses(review).filter(pk__gt=review.cursor) if review.cursor else accesses(review)
    chunk = list(rows.select_related("person", "client").order_by("pk")[:CHUNK])
    if not chunk:
        review.gathered_at = clock.now()
        review.save(update_fields=["gathered_at"])
        return False
    names = dict(TeamMember.objects.filter(firm=review.firm_id).values_list("pk", "name"))
    insert(Line, (_line(review, row, names) for row in chunk))
    review.cursor = chunk[-1].pk
    review.gathered += len(chunk)
    review.save(update_fields=["cursor", "gathered"])
    return True


def gather_team(review: Review) -> None:
    insert(TeamLine, _team_lines(review))


def _line(review: Review, row: Access, names: dict[UUID, str]) -> dict[str, Any]:
    name = str(row.person)
    return {
        "firm_id": review.firm_id,
        "review_id": review.pk,
        "client_id": row.client_id,
        "access_id": row.pk,
        "name": name,
        "email": row.person.email,
        "client_name": row.client.name,
        "sort_name": f"{row.client.sort_name} {name.casefold()}"[:400],
        "scope": row.scope,
        "granted_at": row.granted_at,
        "granted_by": names.get(row.granted_by, "") if row.granted_by else "",
        "accepted_at": row.accepted_at,
        "ends_at": row.ends_at,
        "last_login_at": row.person.last_login_at,
    }


def _team_lines(review: Review) -> Iterator[dict[str, Any]]:
    """Four statements, however many there are."""
    team = TeamMember.objects.filter(firm=review.firm_id, deactivated_at=None)
    members = list(team.select_related("user", "permission_set", "firm").order_by("name", "pk"))
    clients: dict[UUID, list[str]] = {}
    assigned = Assignment.objects.filter(firm=review.firm_id).order_by("client__sort_name")
    for member_id, name in assigned.values_list("member_id", "client__name"):
        clients.setdefault(member_id, []).append(name)
    steps: dict[UUID, set[str]] = {}
    rows = Authenticator.objects.filter(user__in=[each.user_id for each in members if each.user_id], type__in=STEPS)
    for user_id, kind in rows.values_list("user_id", "type"):
        steps.setdefault(user_id, set()).add(STEPS[Authenticator.Type(kind)])
    for each in members:
        yield {
            "firm_id": review.firm_id,
            "review_id": review.pk,
            "member_id": each.pk,
            "name": each.name,
            "email": each.email,
            "joined": each.user_id is not None,
            "owner": each.role == Role.OWNER,
            "role": each.permission_set.name if each.permission_set else ROLE_NAMES[Role(each.role)],
            "may": sorted(each.allowed),
            "seats": [LICENCE_NAMES[licence] for licence in Licence if licence in each.licences - ALWAYS],
            "clients": None if each.sees_all_clients else clients.get(each.pk, []),
            "last_login_at": each.user.last_login if each.user else None,
            "second_step": ", ".join(sorted(steps.get(each.user_id, ()))) if each.user_id else "",
        }
