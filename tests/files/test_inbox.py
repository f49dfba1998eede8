"""The File inbox: what clients send, who of the team is told, and how it is taken out."""

import pytest

from latchstring.audit.models import Event
from latchstring.files.actions.review import review
from latchstring.files.queries import inbox
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actor import Refused
from tests.files.kit import portal_actor, sent
from tests.portals.people import kill


def waiting(actor):
    return [document.name for document in inbox.page(actor).rows]


def test_what_a_client_sends_lands_in_the_inbox_of_who_can_see_the_client(cast):
    sent(portal_actor(cast.acme), cast.acme, "a.pdf")
    sent(portal_actor(cast.beta, "Bob"), cast.beta, "b.pdf")
    sent(cast.owner, cast.acme, "ours.pdf")
    assert waiting(cast.owner) == ["b.pdf", "a.pdf"]
    assert (waiting(cast.staff), inbox.count(cast.staff)) == (["a.pdf"], 1)
    assert waiting(cast.rival_owner) == []


def test_the_assigned_team_hears_of_three_photos_in_one_email(cast):
    carla = portal_actor(cast.acme)
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        sent(carla, cast.acme, name, b"\xff\xd8\xff\xe0")
    message = Message.objects.get(kind="file-received")
    assert message.to_address == cast.sam.email
    assert (message.fields["what"], message.fields["names"]) == ("3 files", "1.jpg, 2.jpg, 3.jpg")
    assert message.due_at > clock.now()


def test_an_email_that_has_left_is_followed_by_another(cast):
    carla = portal_actor(cast.acme)
    sent(carla, cast.acme, "1.jpg")
    Message.objects.update(state="sent")
    sent(carla, cast.acme, "2.jpg")
    assert [message.fields["names"] for message in Message.objects.order_by("id")] == ["1.jpg", "2.jpg"]


def test_the_owner_hears_of_a_client_that_nobody_looks_after_where_email_arrives(cast):
    bob = portal_actor(cast.beta, "Bob")
    sent(bob, cast.beta, "b.pdf")
    assert Message.objects.get(kind="file-received").to_address == cast.olive.email
    Message.objects.update(state="sent")
    kill(cast.firm, cast.olive.email)
    sent(bob, cast.beta, "c.pdf")
    assert Message.objects.count() == 1


def test_a_reviewed_file_leaves_the_inbox_and_stays_where_it_is(cast):
    carla = portal_actor(cast.acme)
    document = sent(carla, cast.acme, "a.pdf")
    assert review(cast.staff, [document]) == [document]
    assert review(cast.staff, [document]) == []
    assert waiting(cast.owner) == []
    assert Event.objects.filter(name="file.reviewed").count() == 1


def test_who_may_not_change_files_reviews_none(cast):
    document = sent(portal_actor(cast.acme), cast.acme, "a.pdf")
    for actor in (cast.viewer, portal_actor(cast.acme, "Luis")):
        with pytest.raises(Refused):
            review(actor, [document])
    assert waiting(cast.owner) == ["a.pdf"]


def test_it_is_paged_by_keyset_there_and_back_whatever_comes_in_meanwhile(cast, django_assert_num_queries):
    carla = portal_actor(cast.acme)
    for number in range(5):
        sent(carla, cast.acme, f"{number}.txt", b"x")
    first = inbox.page(cast.owner, size=2)
    assert [each.name for each in first.rows] == ["4.txt", "3.txt"]
    sent(carla, cast.acme, "meanwhile.txt", b"x")
    with django_assert_num_queries(2):
        second = inbox.page(cast.owner, first.next, size=2)
    assert [each.name for each in second.rows] == ["2.txt", "1.txt"]
    third = inbox.page(cast.owner, second.next, size=2)
    assert ([each.name for each in third.rows], third.next) == (["0.txt"], "")
    back = inbox.page(cast.owner, second.previous, size=2)
    assert [each.name for each in back.rows] == ["4.txt", "3.txt"]
    assert len(inbox.page(cast.owner, "nonsense").rows) == 6
