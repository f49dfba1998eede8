"""Sharing: what the client sees, who is told, who is invited, all in one transaction."""

import pytest
from django.db import IntegrityError, connection

from latchstring.audit.models import Event
from latchstring.files.actions.share import share
from latchstring.files.actions.unshare import unshare
from latchstring.files.models import Document
from latchstring.files.queries import audience, listing
from latchstring.files.refusals import NotPossible
from latchstring.kernel import clock
from latchstring.kernel.addresses import BadAddress
from latchstring.mail.models import Message
from latchstring.policy.actor import Refused
from latchstring.portals.actions.invite import Invitee
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.models import Access, Invite, PortalUser
from latchstring.portals.refusals import BadMessage
from tests.files.kit import portal_actor, sent

LUIS = Invitee("luis@acme.example", "Luis Acme")


def names(actor, client):
    return [document.name for document in listing.rows(actor, client).documents]


@pytest.fixture
def stuck_files():
    """A database in which nothing about a file can be changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER stuck BEFORE UPDATE ON files_document BEGIN SELECT RAISE(ABORT, 'stuck'); END"
            if connection.vendor == "sqlite"
            else "CREATE FUNCTION stuck() RETURNS trigger AS $$ BEGIN RAISE integrity_constraint_violation; END $$ "
            "LANGUAGE plpgsql; CREATE TRIGGER stuck BEFORE UPDATE ON files_document EXECUTE FUNCTION stuck()"
        )


def test_a_file_of_the_firm_is_private_until_it_is_shared(cast):
    carla, bob = portal_actor(cast.acme), portal_actor(cast.beta, "Bob")
    draft, _ = sent(cast.owner, cast.acme, "Draft.pdf"), sent(cast.owner, cast.acme, "Notes.pdf")
    assert names(carla, cast.acme) == []
    share(cast.owner, cast.acme, [draft])
    assert names(carla, cast.acme) == ["Draft.pdf"]
    assert not Document.objects.visible_to(bob).exists()
    assert Event.objects.filter(name="file.shared", subject_id=draft.pk, client_id=cast.acme.pk).count() == 1


def test_people_with_access_and_a_working_address_get_one_email_that_names_the_files(cast):
    portal_actor(cast.acme)
    luis = portal_actor(cast.acme, "Luis")
    PortalUser.objects.filter(pk=luis.person_id).update(email_inactive_at=clock.now())
    files = [sent(cast.owner, cast.acme, f"{name}.pdf") for name in ("Federal", "State")]
    outcome = share(cast.owner, cast.acme, files, message="Please sign, {First name}.")
    message = Message.objects.get(kind="file-shared")
    assert (outcome.told, message.to_address) == (1, "carla@alder-pike-clients.example")
    assert message.fields["names"] == "Federal.pdf, State.pdf"
    assert message.fields["portal_url"].endswith(f"/portal/{cast.acme.pk}/")
    assert "Olive has shared {{what}}" in message.letter.subject
    assert "Please sign" in message.letter.text


def test_who_has_no_access_is_invited_in_the_same_transaction(cast):
    document = sent(cast.owner, cast.acme)
    outcome = share(cast.owner, cast.acme, [document], people=[LUIS])
    assert [person.address for person in outcome.invited.sent] == ["luis@acme.example"]
    assert Invite.objects.count() == 1
    with pytest.raises(BadAddress):
        share(cast.owner, cast.acme, [sent(cast.owner, cast.acme, "b.pdf")], people=[Invitee("no address")])
    assert Document.objects.get(name="b.pdf").shared_at is None
    with pytest.raises(BadMessage):
        share(cast.owner, cast.acme, [Document.objects.get(name="b.pdf")], message="{Nonsense}")
    assert Invite.objects.count() == 1


def test_where_a_file_cannot_be_shown_nobody_is_invited(cast, request):
    document = sent(cast.owner, cast.acme)
    request.getfixturevalue("stuck_files")
    with pytest.raises(IntegrityError):
        share(cast.owner, cast.acme, [document], people=[LUIS])
    assert not Invite.objects.exists()
    assert not Message.objects.exists()
    assert not Access.objects.filter(person__address="luis@acme.example").exists()


def test_shared_twice_is_told_once(cast):
    portal_actor(cast.acme)
    document = sent(cast.owner, cast.acme)
    share(cast.owner, cast.acme, [document])
    assert share(cast.owner, cast.acme, [document]).shared == []
    assert Message.objects.filter(kind="file-shared").count() == 1


def test_a_file_of_another_client_is_not_shared_with_this_one(cast):
    document = sent(cast.owner, cast.beta)
    assert share(cast.owner, cast.acme, [document]).shared == []
    document.refresh_from_db()
    assert document.shared_at is None


@pytest.mark.parametrize("who", ["viewer", "rival_owner"])
def test_who_may_not_share_changes_nothing(cast, who):
    document = sent(cast.owner, cast.acme)
    actor = getattr(cast, who)
    if who == "viewer":
        with pytest.raises(Refused):
            share(actor, cast.acme, [document])
    assert not Document.objects.visible_to(cast.rival_owner).exists()
    document.refresh_from_db()
    assert document.shared_at is None


def test_staff_of_other_clients_reach_nothing(cast):
    document = sent(cast.owner, cast.beta)
    assert not Document.objects.visible_to(cast.staff).exists()
    with pytest.raises(Refused):
        share(cast.staff, cast.beta, [document])


def test_hidden_again_it_is_gone_for_the_client(cast):
    carla = portal_actor(cast.acme)
    document = sent(cast.owner, cast.acme)
    share(cast.owner, cast.acme, [document])
    unshare(cast.owner, cast.acme, [document])
    assert names(carla, cast.acme) == []
    hidden = Event.objects.get(name="file.unshared")
    assert (hidden.actor_name, hidden.client_id, hidden.detail["name"]) == ("Olive", cast.acme.pk, "W-2.pdf")
    with pytest.raises(NotPossible, match="The client sent this file"):
        unshare(cast.owner, cast.acme, [sent(carla, cast.acme, "mine.pdf")])


def test_removed_access_cancels_the_email_that_waits(cast):
    portal_actor(cast.acme)
    share(cast.owner, cast.acme, [sent(cast.owner, cast.acme)])
    remove_access(cast.owner, Access.objects.get(client=cast.acme).person)
    assert Message.objects.get(kind="file-shared").state == "cancelled"


def test_the_audience_counts_who_sees_it_now_and_who_will(cast):
    portal_actor(cast.acme)
    gone = portal_actor(cast.acme, "Gone")
    remove_access(cast.owner, PortalUser.objects.get(pk=gone.person_id))
    share(cast.owner, cast.acme, [], people=[LUIS])
    found = audience.people_with_access(cast.acme)
    assert ([str(person) for person in found.now], [person.address for person in found.invited]) == (
        ["Carla"],
        ["luis@acme.example"],
    )
    assert len(found) == 2
