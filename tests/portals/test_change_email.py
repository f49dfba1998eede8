"""Writing to somebody at another address."""

from datetime import timedelta

import pytest

from latchstring.audit.models import Event
from latchstring.kernel.addresses import BadAddress
from latchstring.mail.models import Message, State
from latchstring.policy.actor import Refused
from latchstring.portals.actions import change_email as changing
from latchstring.portals.actions.accept import look
from latchstring.portals.actions.change_email import change_email
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.actions.plan_reminders import plan_reminders
from latchstring.portals.actions.remind_due import remind_due
from latchstring.portals.actions.resend import resend
from latchstring.portals.models import Access, Invite, Phase, PortalUser, Reminder
from tests.cast import Cast
from tests.portals.people import (
    BOB,
    CARLA,
    LUIS,
    accepted,
    assert_counts_true,
    invited,
    kill,
    leave,
    newest,
    token_of,
)
from tests.portals.reminder_kit import SENT, At, morning, reminders


def test_a_new_address_gets_a_new_invite_and_the_old_one_is_told(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    old = token_of(carla)
    change_email(cast.staff, carla, email="Carla.New@acme.example")
    carla.refresh_from_db()
    assert (carla.email, carla.address) == ("Carla.New@acme.example", "carla.new@acme.example")
    assert look(old).state == "removed"
    told, sent = Message.objects.filter(state=State.QUEUED).order_by("pk")
    assert (told.kind, told.to_address) == ("email-changed", "carla@acme.example")
    assert (sent.kind, sent.to_address) == ("invite", "Carla.New@acme.example")
    leave()
    assert look(token_of(carla)).state == "open"
    assert cast.acme.contacts.get(name="Carla Acme").address == "carla.new@acme.example"
    detail = Event.objects.get(name="email.changed", person_id=carla.pk).detail
    assert (detail["from"], detail["to"]) == ("carla@acme.example", "Carla.New@acme.example")
    assert_counts_true(cast.firm)


def test_who_is_in_keeps_login_and_access_and_confirms_by_the_newest_link(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    user = carla.user
    change_email(cast.owner, carla, email="carla@new.example")
    leave()
    carla.refresh_from_db()
    first = token_of(carla)
    assert "confirm" in newest(carla).message.letter.subject.lower()
    assert resend(cast.owner, carla)
    leave()
    assert (carla.user, carla.phase) == (user, Phase.ACTIVE)
    assert Access.objects.get(person=carla).accepted_at
    assert look(first).state == "superseded"
    assert look(token_of(carla)).state == "open"


def test_who_dies_in_the_middle_has_changed_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    carla = invited(cast.owner, cast.acme)
    old = token_of(carla)
    monkeypatch.setattr(changing, "tell_old_address", dies)
    with pytest.raises(KeyboardInterrupt):
        change_email(cast.owner, carla, email="carla@new.example")
    assert look(old).state == "open"
    assert PortalUser.objects.get().address == "carla@acme.example"


def test_a_new_address_ends_an_inactive_one(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    invite(cast.owner, cast.acme, people=[CARLA])
    leave(State.INACTIVE)
    cast.acme.refresh_from_db()
    assert cast.acme.reachable_contacts == 1
    change_email(cast.owner, carla, email="carla@new.example")
    carla.refresh_from_db()
    cast.acme.refresh_from_db()
    assert carla.email_inactive_at is None
    assert cast.acme.reachable_contacts == 2
    assert not Message.objects.filter(kind="email-changed").exists()


def test_a_change_there_and_back_revives_no_link(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    change_email(cast.owner, carla, email="carla@new.example")
    kill(cast.firm, "carla@acme.example")
    old = token_of(carla, Invite.objects.order_by("pk").first())
    PortalUser.objects.filter(pk=carla.pk).update(email="carla@acme.example", address="carla@acme.example")
    Invite.objects.filter(address="carla@new.example").delete()
    assert look(old).state == "removed"


@pytest.mark.parametrize("planned", [True, False])
def test_at_another_address_only_the_new_link_is_followed(cast: Cast, at: At, planned: bool) -> None:
    carla = invited(cast.owner, cast.acme)
    old = newest(carla)
    at(SENT + timedelta(hours=1))
    if planned:
        assert plan_reminders() == 1
    change_email(cast.owner, carla, email="carla@new.example")
    leave()
    for day in range(1, 31):
        at(morning(day))
        remind_due()
    assert {message.link_subject for message in reminders()} == {newest(carla).pk}
    assert Reminder.objects.filter(invite=old).exists() == planned


def test_an_address_that_is_the_same_taken_dead_or_wrong_is_refused(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    invited(cast.owner, cast.acme, LUIS)
    kill(cast.firm, "dead@acme.example")
    for email in ("CARLA@acme.example", "luis@acme.example", "dead@acme.example", "no address"):
        with pytest.raises(BadAddress):
            change_email(cast.owner, carla, email=email)
    carla.refresh_from_db()
    assert carla.address == "carla@acme.example"
    invited(cast.rival_owner, cast.rival_client, Invitee("free@acme.example", "Carla Acme"))
    assert change_email(cast.owner, carla, email="free@acme.example").address == "free@acme.example"


def test_only_who_sees_the_person_changes_their_address(cast: Cast) -> None:
    bob = invited(cast.owner, cast.beta, BOB)
    for actor in (cast.staff, cast.viewer):
        with pytest.raises(Refused):
            change_email(actor, bob, email="bob@new.example")
    with pytest.raises(PortalUser.DoesNotExist):
        change_email(cast.rival_owner, bob, email="bob@new.example")
