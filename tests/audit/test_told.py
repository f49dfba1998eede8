"""One thing done is one line in the log, under the name of whoever did it."""

from collections.abc import Callable
from datetime import timedelta

from latchstring.accounts.actions.cancel_team_invite import cancel_team_invite
from latchstring.accounts.actions.change_member import change_member
from latchstring.accounts.actions.delete_permission_set import delete_permission_set
from latchstring.accounts.actions.resend_team_invite import resend_team_invite
from latchstring.accounts.actions.set_seats import set_seats
from latchstring.accounts.actions.set_single_sign_on import forget_subject, remove_single_sign_on
from latchstring.accounts.models import SingleSignOn, TeamMember
from latchstring.audit.models import Event
from latchstring.clients.actions.archive_clients import archive_clients
from latchstring.clients.actions.assign_clients import assign_clients
from latchstring.clients.actions.export_clients import export_clients
from latchstring.clients.actions.look_after import look_after, stop_looking_after
from latchstring.clients.actions.set_responsible import set_responsible
from latchstring.clients.actions.tag_clients import tag_clients
from latchstring.clients.queries import ClientFilter
from latchstring.files.actions.add_folder import add_folder
from latchstring.files.actions.delete import delete
from latchstring.files.actions.make_link import make_link
from latchstring.files.actions.move import move
from latchstring.files.actions.rename import rename
from latchstring.files.actions.restore import restore
from latchstring.files.models import Document, Folder
from latchstring.firms.actions.change_firm import change_firm
from latchstring.firms.actions.rebrand import rebrand
from latchstring.firms.actions.vouch_for_domain import vouch_for_domain
from latchstring.firms.models import Domain
from latchstring.kernel import clock
from latchstring.mail.actions.go_on import go_on
from latchstring.mail.actions.resend_message import resend_message
from latchstring.mail.models import Message
from latchstring.policy.actor import Actor, system_actor
from latchstring.policy.licences import Licence
from latchstring.portals.actions import export_rows
from latchstring.portals.actions.ask_removal import ask_removal
from latchstring.portals.actions.batches import cancel_rest, pause, resume
from latchstring.portals.actions.invite import invite
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend import resend
from latchstring.portals.actions.restore_access import restore_access
from latchstring.portals.actions.send_template_test import send_template_test
from latchstring.portals.actions.set_pin import set_pin
from latchstring.portals.actions.wake_person import suspend_again, wake_person
from latchstring.portals.models import Access, InviteBatch, PortalUser
from latchstring.portals.queries.filters import ManagerFilter
from latchstring.portals.queries.without import WithoutFilter
from tests.cast import Cast
from tests.doors.files import person_actor
from tests.doors.world import make_world
from tests.portals.people import BOB, accepted

type Steps = list[tuple[str, Callable[[], object]]]


def assert_told(actor: Actor, steps: Steps) -> None:
    who = actor.name, actor.kind, actor.person_id or actor.member_id
    for name, step in steps:
        newest = Event.objects.order_by("-id").values_list("id", flat=True).first()
        step()
        told = Event.objects.filter(id__gt=newest).order_by("id") if newest else Event.objects.order_by("id")
        assert list(told.values_list("name", "actor_name", "actor_kind", "actor_id")) == [(name, *who)], name


def test_what_is_done_with_the_team_the_firm_and_its_emails(cast: Cast) -> None:
    ids = make_world(cast).ids["acme"]
    owner = cast.owner
    SingleSignOn.objects.create(firm=cast.firm, issuer="https://login.example", client_id="x", label="Example")
    TeamMember.objects.filter(pk=cast.sam.pk).update(subject="sam-1")
    batch = InviteBatch.objects.get(pk=ids["batch_id"])
    Message.objects.filter(pk=ids["message_id"]).update(kind="way-back")
    steps: Steps = [
        ("profile.changed", lambda: change_member(owner, cast.sam.pk, name="Sam", title="Associate")),
        ("member.invited", lambda: resend_team_invite(owner, ids["member_id"])),
        ("member.invite_cancelled", lambda: cancel_team_invite(owner, ids["member_id"])),
        ("permissions.deleted", lambda: delete_permission_set(owner, ids["set_id"])),
        ("member.seats_changed", lambda: set_seats(owner, cast.vic.pk, seats=set(), among={Licence.FILES})),
        ("sso.forgotten", lambda: forget_subject(owner, cast.sam.pk)),
        ("sso.removed", lambda: remove_single_sign_on(owner)),
        ("firm.changed", lambda: change_firm(owner, name="Alder & Sons")),
        ("firm.changed", lambda: rebrand(owner, colour="#1f5c4a", welcome="Hello")),
        ("clients.exported", lambda: export_clients(owner, ClientFilter(), "name")),
        ("member.assigned", lambda: look_after(owner, cast.beta, cast.sam)),
        ("member.unassigned", lambda: stop_looking_after(owner, cast.beta, cast.sam)),
        ("member.assigned", lambda: assign_clients(owner, [cast.beta.pk], cast.sam)),
        ("client.tagged", lambda: tag_clients(owner, [cast.beta.pk], ["1040"])),
        ("client.deactivated", lambda: archive_clients(owner, [cast.beta.pk])),
        ("client.responsible_changed", lambda: set_responsible(owner, [cast.acme.pk], cast.sam)),
        ("sending.went_on", lambda: go_on(owner, ids["alert_id"])),
        ("batch.paused", lambda: pause(owner, batch)),
        ("batch.resumed", lambda: resume(owner, batch)),
        ("email.tested", lambda: send_template_test(owner, kind="invite", subject="Hello", body="Hello.")),
        ("batch.cancelled", lambda: cancel_rest(owner, batch)),
        ("clients.exported", lambda: export_rows.export_people(owner, ManagerFilter(), "name")),
        ("clients.exported", lambda: export_rows.export_clients(owner, WithoutFilter(), "name")),
        ("email.resent", lambda: resend_message(owner, Message.objects.get(pk=ids["message_id"]))),
    ]
    assert_told(owner, steps)
    domain = Domain.objects.get(pk=ids["domain_id"])
    system = system_actor(cast.firm.pk)
    assert_told(system, [("domain.vouched", lambda: vouch_for_domain(system, domain))])


def test_what_is_done_with_files_and_access(cast: Cast) -> None:
    ids = make_world(cast).ids["acme"]
    owner, acme = cast.owner, cast.acme
    document, folder = Document.objects.get(pk=ids["document_id"]), Folder.objects.get(pk=ids["folder_id"])
    access = Access.objects.select_related("person").get(pk=ids["access_id"])
    bob = accepted(owner, cast.beta, BOB)
    PortalUser.objects.filter(pk=access.person_id).update(suspended_at=clock.now())
    steps: Steps = [
        ("folder.added", lambda: add_folder(owner, acme, folder, "2025")),
        ("folder.renamed", lambda: rename(owner, folder, "Tax")),
        ("folder.moved", lambda: move(owner, acme, folders=[Folder.objects.get(name="2025")], to=None)),
        ("file.moved", lambda: move(owner, acme, documents=[document], to=folder)),
        ("file.moved", lambda: move(owner, acme, documents=[document], to=None)),
        ("folder.deleted", lambda: delete(owner, folders=[folder])),
        ("folder.restored", lambda: restore(owner, folders=[folder])),
        (
            "link.made",
            lambda: make_link(owner, document, expires_at=clock.now() + timedelta(days=1), email="a@b.example"),
        ),
        ("file.moved", lambda: move(owner, acme, documents=[document], to=Folder.objects.get(name="2025"))),
        ("access.granted", lambda: invite(owner, acme, people=[BOB])),
        ("invite.resent", lambda: resend(owner, bob)),
        ("dormant.woken", lambda: wake_person(owner, access.person)),
        ("dormant.suspended", lambda: suspend_again(owner, access.person)),
        ("dormant.woken", lambda: wake_person(owner, access.person)),
        ("access.removed", lambda: remove_access(owner, bob, client=acme)),
        ("access.granted", lambda: restore_access(owner, Access.objects.get(person=bob, client=acme))),
    ]
    assert_told(owner, steps)
    with_file = Folder.objects.get(name="2025")
    delete(owner, folders=[with_file])
    restore(owner, folders=[with_file])
    back = Event.objects.order_by("-id").values_list("name", flat=True)[:4]
    assert list(back) == ["folder.restored", "file.restored", "folder.deleted", "file.deleted"]
    carla = person_actor(access)
    theirs: Steps = [
        ("access.removal_asked", lambda: ask_removal(carla, Access.objects.get(person=bob, client=acme))),
        ("pin.set", lambda: set_pin(carla, current="", new="4829")),
        ("pin.removed", lambda: set_pin(carla, current="4829", new="")),
    ]
    assert_told(carla, theirs)
