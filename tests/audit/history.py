"""A random history by the real actions, and who could see what at each step, read from the tables and not the log."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from latchstring.accounts.actions.change_role import change_role
from latchstring.accounts.actions.deactivate_member import deactivate_member
from latchstring.accounts.actions.reactivate_member import reactivate_member
from latchstring.accounts.actions.save_permission_set import save_permission_set
from latchstring.accounts.actions.set_seats import set_seats
from latchstring.accounts.actions.switch_licence import switch_licence
from latchstring.accounts.models import PermissionSet, TeamMember
from latchstring.accounts.queries import actor_of
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.actions.activate import activate
from latchstring.clients.actions.assign_clients import assign_clients
from latchstring.clients.actions.create_client import create_client
from latchstring.clients.actions.deactivate import deactivate
from latchstring.clients.actions.hand_over import hand_over
from latchstring.clients.actions.look_after import look_after, stop_looking_after
from latchstring.clients.actions.update_client import update_client
from latchstring.clients.models import Assignment, Client
from latchstring.files.actions.add_folder import add_folder
from latchstring.files.actions.delete import delete
from latchstring.files.actions.restore import restore
from latchstring.files.actions.share import share
from latchstring.files.actions.unshare import unshare
from latchstring.files.models import Document, Folder
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.licences import Licence
from latchstring.policy.roles import ALLOWED, Role
from latchstring.policy.scopes import Scope, opens
from latchstring.portals.actions.accept import accept
from latchstring.portals.actions.change_access import change_access
from latchstring.portals.actions.end_due import end_due
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.restore_access import restore_access
from latchstring.portals.ends import Limits
from latchstring.portals.models import Access, Invite, PortalUser
from latchstring.portals.refusals import Refusal
from tests.audit.truth import Truth
from tests.cast import Cast
from tests.doors.files import person_actor, put
from tests.portals.people import leave, login, token_of

ROLES = (Role.ADMIN, Role.STAFF, Role.STAFF_ASSIGNED, Role.VIEWER)


class History:
    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.chance = cast, Random(seed)
        self.made = 0
        self.given_back: dict[tuple[UUID, datetime], UUID | None] = {}
        for member in TeamMember.objects.filter(firm=cast.firm).order_by("pk"):
            record(
                cast.owner,
                Name.MEMBER_ADDED,
                Entry(subject_id=member.pk, detail={"name": member.name, "role": member.role}),
            )
        Assignment.objects.filter(firm=cast.firm).delete()
        self.clients = [create_client(cast.owner, name=f"Client {number}") for number in range(2)]
        for client in self.clients:
            add_folder(cast.owner, client, None, "Taxes")

    def step(self) -> str:
        """Something of what happens at a firm; what is refused changes nothing."""
        verb = self.chance.choice(self.verbs)
        try:
            verb(self)
        except (Refusal, ValueError) as refusal:
            return f"{verb.__name__}: {refusal}"
        return verb.__name__

    def any(self, rows: Any) -> Any:
        found = list(rows.order_by("pk")) if hasattr(rows, "order_by") else list(rows)
        if not found:
            raise Refusal("There is none.")
        return self.chance.choice(found)

    @property
    def client(self) -> Client:
        return Client.objects.get(pk=self.any(self.clients).pk)

    @property
    def member(self) -> TeamMember:
        return self.any(TeamMember.objects.filter(firm=self.cast.firm).exclude(role=Role.OWNER))

    @property
    def access(self) -> Access:
        return self.any(Access.objects.filter(firm=self.cast.firm).select_related("person", "client"))

    @property
    def somebody(self) -> Any:
        return self.chance.choice([self.cast.owner, self.cast.admin])

    def inviting(self) -> None:
        limits = Limits(self.chance.choice(list(Scope)), self.day()) if self.chance.random() < 0.3 else Limits()
        name = f"P{self.chance.randrange(4)}"
        invite(self.somebody, self.client, people=[Invitee(f"{name.lower()}@x.example", name)], limits=limits)
        leave()

    def day(self) -> Any:
        return (
            (clock.now() + timedelta(days=self.chance.randrange(1, 4))).date() if self.chance.random() < 0.7 else None
        )

    def accepting(self) -> None:
        waiting = Invite.objects.filter(accepted_at=None, revoked_at=None, superseded_at=None).values("person")
        person = self.any(PortalUser.objects.filter(pk__in=waiting))
        accept(token_of(person), user=login(person.address))

    def removing(self) -> None:
        access = self.access
        remove_access(self.somebody, access.person, client=self.chance.choice([access.client, None]))

    def restoring(self) -> None:
        access, actor = self.any(Access.objects.over().select_related("person", "client")), self.somebody
        restore_access(actor, access)
        self.given_back[access.pk, access.granted_at] = actor.member_id
        leave()

    def changing(self) -> None:
        change_access(self.somebody, self.access, scope=self.chance.choice(list(Scope)), until=self.day())

    def waiting(self) -> None:
        """Days pass, in which access may end; the log notes it late or not at all."""
        self.pass_time(timedelta(days=2))
        if self.chance.random() < 0.5:
            end_due()

    def assigning(self) -> None:
        verb = self.chance.choice([look_after, stop_looking_after])
        verb(self.cast.owner, self.client, self.member)

    def assigning_many(self) -> None:
        assign_clients(self.cast.owner, [each.pk for each in self.clients], self.member, on=self.chance.random() < 0.5)

    def setting_the_team(self) -> None:
        update_client(self.cast.owner, self.client, responsible=None, team=[self.member.pk])

    def handing_over(self) -> None:
        hand_over(self.cast.owner, self.member, self.member)

    def opening_a_client(self) -> None:
        self.made += 1
        self.clients.append(create_client(self.cast.owner, name=f"New {self.made}", team=[self.member.pk]))

    def archiving(self) -> None:
        client = self.client
        (activate if client.inactive_at else deactivate)(self.cast.owner, client)

    def changing_a_role(self) -> None:
        sets = list(PermissionSet.objects.filter(firm=self.cast.firm))
        chosen = self.chance.choice(sets) if sets and self.chance.random() < 0.4 else None
        change_role(self.cast.owner, self.member.pk, role=self.chance.choice(ROLES), permission_set=chosen)

    def saving_a_set(self) -> None:
        known = PermissionSet.objects.filter(firm=self.cast.firm).first()
        wide = self.chance.random() < 0.5
        actions = ALLOWED[Role.STAFF] - {self.chance.choice([Action.FILES_VIEW, Action.FILES_EDIT])}
        save_permission_set(
            self.cast.owner, name="Own", actions=actions, all_clients=wide, set_id=known.pk if known else None
        )

    def changing_seats(self) -> None:
        seats = self.chance.choice([set(), {Licence.FILES}])
        set_seats(self.cast.owner, self.member.pk, seats=seats, among={Licence.FILES})

    def switching_files(self) -> None:
        on = Licence.FILES in Firm.objects.get(pk=self.cast.firm.pk).licences
        switch_licence(self.cast.owner, Licence.FILES, on=not on)

    def leaving(self) -> None:
        member = self.member
        (reactivate_member if member.deactivated_at else deactivate_member)(self.cast.owner, member.pk)

    def uploading(self) -> None:
        folder = self.any(Folder.objects.filter(deleted_at=None).select_related("client"))
        put(self.cast.owner, folder.client, "A.txt", folder=self.chance.choice([folder, None]))

    def sending(self) -> None:
        access = self.any(Access.objects.open().filter(scope=Scope.EVERYTHING).exclude(person__user=None))
        put(person_actor(access), access.client, "B.txt")

    def showing(self) -> None:
        document = self.any(Document.objects.filter(deleted_at=None).select_related("client", "current"))
        verb = unshare if document.shared_at else share
        verb(self.cast.owner, document.client, [document])

    def binning(self) -> None:
        document = self.any(Document.objects.all())
        if document.deleted_at:
            restore(self.cast.owner, documents=[document])
        else:
            delete(self.cast.owner, documents=[document])

    def binning_a_folder(self) -> None:
        folder = self.any(Folder.objects.all())
        if folder.deleted_at:
            restore(self.cast.owner, folders=[folder])
        else:
            delete(self.cast.owner, folders=[folder])

    verbs: tuple[Callable[["History"], None], ...] = (
        inviting, inviting, inviting, accepting, accepting, accepting, removing, restoring, changing, waiting,
        assigning, assigning_many, setting_the_team, handing_over, opening_a_client, archiving, changing_a_role,
        saving_a_set, changing_seats, switching_files, leaving, uploading, sending, showing, showing, binning,
        binning_a_folder,
    )  # fmt: skip
    pass_time: Callable[[timedelta], None]

    def truth(self) -> Truth:
        """From the rows of this moment."""
        now = Truth(clock.now())
        for client in Client.objects.filter(pk__in=[each.pk for each in self.clients]):
            rows = Access.objects.open().filter(client=client)
            now.people[client.pk] = {
                row.person_id: self.given_back.get((row.pk, row.granted_at), row.granted_by) for row in rows
            }
            now.team[client.pk] = {
                member.pk
                for member in TeamMember.objects.filter(firm=self.cast.firm, deactivated_at=None)
                if (ids := actor_of(member).client_ids) is None or client.pk in ids
            }
        files_on = Licence.FILES in Firm.objects.get(pk=self.cast.firm.pk).licences
        team = [actor_of(member) for member in TeamMember.objects.filter(firm=self.cast.firm, deactivated_at=None)]
        for document in Document.objects.filter(client__in=self.clients).select_related("client"):
            now.clients[document.pk] = document.client_id
            rows = Access.objects.open().filter(client=document.client_id)
            there = files_on and not document.deleted_at
            shown = document.shared_at and there
            now.files[document.pk] = {row.person_id for row in rows if shown and opens(row.scope, Action.FILES_VIEW)}
            now.file_team[document.pk] = {
                actor.member_id for actor in team if there and actor.may(Action.FILES_VIEW, client=document.client)
            }
        return now
