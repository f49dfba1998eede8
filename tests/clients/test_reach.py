"""A client can be written to while one contact has an address that is not inactive."""

from latchstring.clients import reach
from latchstring.clients.models import Client
from latchstring.kernel import clock
from latchstring.mail.models import AddressState
from tests.clients.truth import assert_true, kept


def test_an_address_that_came_back_no_longer_counts(cast, django_assert_max_num_queries):
    AddressState.objects.create(firm=cast.firm, address="bob@beta.example", inactive_since=clock.now())
    with django_assert_max_num_queries(6):
        reach.refresh(cast.firm.pk, [cast.acme.pk, cast.beta.pk])
    assert Client.objects.get(pk=cast.beta.pk).reachable_contacts == 0
    assert kept(cast.firm)["clients_reachable"] == 1
    assert_true(cast.firm)


def test_the_same_address_at_a_rival_is_another_state(cast):
    AddressState.objects.create(firm=cast.rival, address="bob@beta.example", inactive_since=clock.now())
    reach.refresh(cast.firm.pk, [cast.beta.pk])
    assert Client.objects.get(pk=cast.beta.pk).reachable_contacts == 1
