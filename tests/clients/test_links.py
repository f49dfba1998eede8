import pytest

from latchstring.audit.names import Name
from latchstring.clients.actions.link_clients import link_clients
from latchstring.clients.actions.unlink_clients import unlink_clients
from latchstring.clients.models import Link
from latchstring.policy.actor import Refused
from latchstring.portals.models import Access
from tests.clients.truth import events


def test_a_link_is_seen_from_both_sides_and_gives_nobody_access(cast):
    link_clients(cast.owner, cast.acme, cast.beta, relation="Owner and business")
    assert {(one.client_id, one.other_id) for one in Link.objects.all()} == {
        (cast.acme.pk, cast.beta.pk),
        (cast.beta.pk, cast.acme.pk),
    }
    assert not Access.objects.exists()
    assert {event.client_id for event in events(cast.firm, Name.CLIENTS_LINKED)} == {cast.acme.pk, cast.beta.pk}


def test_linked_again_only_the_relation_changes(cast):
    for relation in ("Same family", "Spouse or partner"):
        link_clients(cast.owner, cast.acme, cast.beta, relation=relation)
    assert set(Link.objects.values_list("relation", flat=True)) == {"Spouse or partner"}
    assert len(events(cast.firm, Name.CLIENTS_LINKED)) == 2


def test_unlinking_takes_both_sides(cast):
    link_clients(cast.owner, cast.acme, cast.beta, relation="")
    for _ in range(2):
        unlink_clients(cast.owner, cast.beta, cast.acme)
    assert not Link.objects.exists()
    assert len(events(cast.firm, Name.CLIENTS_UNLINKED)) == 2


def test_scoped_staff_cant_link_what_they_dont_see(cast):
    with pytest.raises(Refused):
        link_clients(cast.staff, cast.acme, cast.beta, relation="")
    assert not Link.objects.exists()


def test_a_client_is_not_linked_to_itself(cast):
    with pytest.raises(ValueError, match="Choose another client"):
        link_clients(cast.owner, cast.acme, cast.acme, relation="")
