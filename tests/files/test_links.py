"""Secure links: one file for somebody without the portal, by password or emailed code."""

from datetime import timedelta

import pytest
import time_machine

from latchstring.audit.models import Event
from latchstring.clients.actions.deactivate import deactivate
from latchstring.files.actions.delete import delete
from latchstring.files.actions.make_link import make_link
from latchstring.files.actions.open_link import TRIES, look_at_link, open_link, send_link_code
from latchstring.files.actions.revoke_link import revoke_link
from latchstring.files.models import Scan, SecureLink, Version
from latchstring.files.queries import links
from latchstring.files.refusals import LinkRefused, NotOffered
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actor import Refused
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.models import PortalUser
from tests.files.kit import PDF, portal_actor, sent

PASSWORD = "correct horse"


def made(cast, **how):
    how = {"password": PASSWORD} | how if "email" not in how else how
    expires_at = how.pop("expires_at", clock.now() + timedelta(days=7))
    return make_link(cast.owner, sent(cast.owner, cast.acme), expires_at=expires_at, **how)


def opened(cast, token, **secret):
    return b"".join(open_link(cast.firm.pk, token, **(secret or {"password": PASSWORD})).pieces)


def test_the_file_opens_with_the_password_and_is_counted_and_recorded(cast):
    link = made(cast)
    assert opened(cast, link.token) == PDF
    row = SecureLink.objects.get()
    assert row.downloads == 1
    event = Event.objects.get(name="link.opened")
    assert (event.actor_kind, event.client_id) == ("system", cast.acme.pk)


def test_neither_token_nor_password_is_kept(cast):
    link = made(cast)
    row = SecureLink.objects.values().get()
    assert all(link.token not in str(value) and PASSWORD not in str(value) for value in row.values())
    assert all(link.token not in str(event.detail) for event in Event.objects.all())


def test_looking_at_a_link_changes_nothing(cast):
    link = made(cast, most=1)
    for _ in range(3):
        look_at_link(cast.firm.pk, link.token)
    assert SecureLink.objects.get().downloads == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"expires_at": clock.now()}, "expired"),
        ({"revoked_at": clock.now()}, "withdrawn"),
        ({"most": 2, "downloads": 2}, "as often as it can"),
        ({"wrong": TRIES}, "too many wrong"),
    ],
)
def test_a_link_that_is_over_says_why_whatever_the_password(cast, change, sentence):
    link = made(cast)
    SecureLink.objects.update(**change)
    for attempt in (look_at_link, lambda *which: open_link(*which, password=PASSWORD)):
        with pytest.raises(LinkRefused, match=sentence):
            attempt(cast.firm.pk, link.token)


def test_an_unknown_token_and_one_of_another_firm_are_the_same(cast):
    link = made(cast)
    for firm, token in ((cast.firm, "x" * 43), (cast.rival, link.token)):
        with pytest.raises(LinkRefused, match="no file behind"):
            look_at_link(firm.pk, token)


def test_wrong_passwords_shut_the_link_and_a_right_one_between_begins_anew(cast):
    link = made(cast)
    for round_ in range(2):
        for _ in range(TRIES - 1):
            with pytest.raises(LinkRefused, match="not right"):
                opened(cast, link.token, password="wrong")
        if round_ == 0:
            assert opened(cast, link.token) == PDF
    with pytest.raises(LinkRefused, match="not right"):
        opened(cast, link.token, password="wrong")
    with pytest.raises(LinkRefused, match="too many wrong"):
        opened(cast, link.token)


def test_a_code_goes_to_the_address_and_opens_once(cast):
    link = made(cast, email="Bank@Example.com")
    with pytest.raises(LinkRefused, match="code is not right"):
        opened(cast, link.token, code="")
    send_link_code(cast.firm.pk, link.token)
    send_link_code(cast.firm.pk, link.token)
    message = Message.objects.get(kind="link-code")
    code = message.fields["code"]
    assert message.to_address == "bank@example.com"
    assert code not in str(SecureLink.objects.values().get())
    assert opened(cast, link.token, code=f" {code} ") == PDF
    with pytest.raises(LinkRefused, match="code is not right"):
        opened(cast, link.token, code=code)
    assert Event.objects.get(name="link.opened").actor_name == "bank@example.com"


def test_a_code_is_too_old_after_ten_minutes(cast):
    link = made(cast, email="bank@example.com")
    send_link_code(cast.firm.pk, link.token)
    with time_machine.travel(clock.now() + timedelta(minutes=11)), pytest.raises(LinkRefused, match="too old"):
        opened(cast, link.token, code=Message.objects.get(kind="link-code").fields["code"])


def test_what_happens_to_file_client_and_licence_happens_to_the_link(cast):
    link = made(cast)
    document = link.link.document
    Version.objects.update(scan=Scan.INFECTED)
    with pytest.raises(NotOffered):
        look_at_link(cast.firm.pk, link.token)
    Version.objects.update(scan=Scan.CLEAN)
    cast.firm.switched_on = []
    cast.firm.save()
    with pytest.raises(LinkRefused, match="switched its files off"):
        look_at_link(cast.firm.pk, link.token)
    cast.firm.switched_on = ["files"]
    cast.firm.save()
    delete(cast.owner, documents=[document])
    with pytest.raises(LinkRefused, match="withdrawn"):
        look_at_link(cast.firm.pk, link.token)
    other = made(cast)
    deactivate(cast.owner, cast.acme)
    with pytest.raises(LinkRefused, match="withdrawn"):
        look_at_link(cast.firm.pk, other.token)


def test_a_link_to_somebody_whose_access_is_removed_is_shut_with_it(cast):
    carla = portal_actor(cast.acme)
    person = PortalUser.objects.get(pk=carla.person_id)
    link, other = made(cast, email=person.address), made(cast, email="bank@example.com")
    look_at_link(cast.firm.pk, link.token)
    remove_access(cast.owner, person)
    with pytest.raises(LinkRefused, match="withdrawn"):
        look_at_link(cast.firm.pk, link.token)
    look_at_link(cast.firm.pk, other.token)


def test_a_revoked_link_is_shut_at_once_and_all_are_listed(cast):
    first, second = made(cast), made(cast)
    revoke_link(cast.staff, first.link)
    revoke_link(cast.staff, first.link)
    with pytest.raises(LinkRefused, match="withdrawn"):
        opened(cast, first.token)
    assert list(links.rows(cast.staff)) == [second.link, first.link]
    assert list(links.rows(cast.owner).filter(links.still_open())) == [second.link]
    assert list(links.rows(cast.rival_owner)) == []
    assert Event.objects.filter(name="link.revoked").count() == 1


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"password": ""}, "Protect the link"),
        ({"password": "a" * 8, "email": "a@b.example"}, "Protect the link"),
        ({"password": "short"}, "at least 8"),
        ({"most": 0}, "at least one download"),
        ({"expires_at": clock.now() + timedelta(days=400)}, "90 days"),
        ({"expires_at": clock.now() - timedelta(days=400)}, "90 days"),
    ],
)
def test_a_link_that_makes_no_sense_is_refused_with_a_sentence(cast, how, sentence):
    with pytest.raises(LinkRefused, match=sentence):
        made(cast, **how)
    assert not SecureLink.objects.exists()


def test_who_may_not_share_makes_and_revokes_none(cast):
    link = made(cast)
    soon = clock.now() + timedelta(days=1)
    for actor in (cast.viewer, portal_actor(cast.acme)):
        with pytest.raises(Refused):
            make_link(actor, link.link.document, expires_at=soon, password=PASSWORD)
        with pytest.raises(Refused):
            revoke_link(actor, link.link)
    assert SecureLink.objects.get().revoked_at is None
