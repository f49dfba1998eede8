"""Until somebody has come in, their moments are those of their newest invite."""

from latchstring.kernel import clock
from latchstring.mail.models import Message, State
from latchstring.portals import project
from latchstring.portals.models import Invite, PortalUser
from latchstring.portals.status import ORDER, Status, status_of
from tests.portals.people import accepted, invited, newest


def outcome(person, **fields):
    """The newest invite's email has this outcome now."""
    message = newest(person).message
    Message.objects.filter(pk=message.pk).update(**fields)
    project.outcomes([message.pk])
    person.refresh_from_db()


def test_an_email_that_only_failed_was_not_delivered(cast):
    person = invited(cast.owner, cast.acme)
    outcome(person, state=State.FAILED, ended_at=clock.now())
    assert person.delivered_at is None
    assert person.accesses.get().delivered_at is None


def test_a_delivery_report_is_followed_by_the_person_and_the_access(cast):
    person, now = invited(cast.owner, cast.acme), clock.now()
    outcome(person, state=State.DELIVERED, ended_at=now)
    assert person.delivered_at == person.accesses.get().delivered_at == now
    assert status_of(person, now) is Status.DELIVERED
    assert person.status_order == ORDER[Status.DELIVERED]


def test_of_two_open_invites_the_later_one_counts(cast):
    person = invited(cast.owner, cast.acme)
    early, earlier = newest(person), clock.now().replace(year=2020)
    twin = Message.objects.get(pk=early.message_id)
    twin.pk, twin.sent_at = None, None
    twin.save()
    late = Invite.objects.get(pk=early.pk)
    late.pk, late.message, late.expires_at = None, twin, earlier
    late.save()
    project.outcomes([twin.pk])
    person.refresh_from_db()
    assert (person.sent_at, person.expires_at) == (None, earlier)
    assert person.status_order == ORDER[Status.EXPIRED]


def test_without_an_open_invite_the_status_follows_all_the_same(cast):
    person = invited(cast.owner, cast.acme)
    message = newest(person).message
    Invite.objects.filter(person=person).update(revoked_at=clock.now())
    PortalUser.objects.filter(pk=person.pk).update(status_order=ORDER[Status.DELIVERED])
    project.outcomes([message.pk])
    person.refresh_from_db()
    assert person.status_order == ORDER[status_of(person, clock.now())] != ORDER[Status.DELIVERED]


def test_whoever_has_come_in_keeps_their_moments(cast):
    person = accepted(cast.owner, cast.acme)
    before = person.sent_at
    Invite.objects.filter(person=person).update(accepted_at=None)  # an open link, as one that confirms an address
    outcome(person, sent_at=clock.now().replace(year=2030))
    assert person.sent_at == before
    assert status_of(person, clock.now()) is Status.ACCEPTED
