"""A scope opens parts of the product, client by client."""

from uuid import uuid4

import pytest

from latchstring.policy.actions import Action
from latchstring.policy.actor import Kind, OutOfScope, Refused, client_actor, staff_actor, viewing_actor
from latchstring.policy.licences import ALL_LICENCES, Licence
from latchstring.policy.roles import PORTAL_ACTIONS, Role
from latchstring.policy.scopes import PARTS, SCOPE_NAMES, Scope, narrowed, opens, scopes_that_open


class Row:
    def __init__(self):
        self.pk = uuid4()


def carla_at(**scopes):
    rows = {name: Row() for name in scopes}
    pairs = [(rows[name].pk, scope) for name, scope in scopes.items()]
    actor = client_actor(
        firm_id=uuid4(), user_id=uuid4(), person_id=uuid4(), name="Carla",
        client_ids=frozenset(pk for pk, _ in pairs), narrowed=narrowed(pairs), licences=ALL_LICENCES,
    )  # fmt: skip
    return actor, rows


def test_the_scopes_are_those_that_can_be_chosen():
    assert list(SCOPE_NAMES.values()) == ["Everything", "Files only", "Billing only", "No billing"]
    assert set(PARTS) == set(Scope)


def test_every_part_of_the_product_is_open_or_shut_by_name():
    shut = {scope: ALL_LICENCES - PARTS[scope] for scope in Scope}
    assert shut == {
        Scope.EVERYTHING: set(),
        Scope.FILES_ONLY: {Licence.REQUESTS_AND_SURVEYS, Licence.ESIGN, Licence.BILLING},
        Scope.BILLING_ONLY: {Licence.FILES, Licence.REQUESTS_AND_SURVEYS, Licence.ESIGN},
        Scope.NO_BILLING: {Licence.BILLING},
    }


@pytest.mark.parametrize("scope", list(Scope))
def test_the_portal_itself_is_open_with_every_scope(scope):
    actor, rows = carla_at(acme=scope)
    actor.require(Action.PORTAL_ENTER, client=rows["acme"])


def test_files_are_open_to_all_but_billing_only():
    assert scopes_that_open(Action.FILES_VIEW) == [Scope.EVERYTHING, Scope.FILES_ONLY, Scope.NO_BILLING]
    assert not opens("billing-only", Action.FILES_ADD)


def test_a_scope_counts_for_its_own_client_and_for_no_other():
    actor, rows = carla_at(acme=Scope.BILLING_ONLY, beta=Scope.EVERYTHING)
    for action in PORTAL_ACTIONS:
        assert not actor.may(action, client=rows["acme"])
        assert actor.may(action, client=rows["beta"])
        assert actor.clients_for(action) == {rows["beta"].pk}
    with pytest.raises(OutOfScope, match="does not include Files"):
        actor.require(Action.FILES_VIEW, client=rows["acme"])


def test_who_is_a_stranger_to_a_client_hears_nothing_of_scopes():
    actor, _ = carla_at(acme=Scope.BILLING_ONLY)
    with pytest.raises(Refused) as refusal:
        actor.require(Action.FILES_VIEW, client=Row())
    assert not isinstance(refusal.value, OutOfScope)


def test_only_what_is_narrowed_is_carried():
    actor, rows = carla_at(acme=Scope.FILES_ONLY, beta=Scope.EVERYTHING)
    assert dict(actor.narrowed) == {rows["acme"].pk: PARTS[Scope.FILES_ONLY]}
    assert carla_at(acme=Scope.EVERYTHING)[0].narrowed == {}
    assert hash(actor)


def test_who_looks_as_a_person_sees_no_more_than_they_do():
    row = Row()
    staff = staff_actor(
        firm_id=uuid4(), user_id=uuid4(), member_id=uuid4(), name="Sam", role=Role.STAFF, client_ids=None,
        licences=ALL_LICENCES,
    )  # fmt: skip
    shut = narrowed([(row.pk, Scope.BILLING_ONLY)])
    viewing = viewing_actor(staff, person_id=uuid4(), name="Carla", client_ids={row.pk}, narrowed=shut)
    assert viewing.kind is Kind.CLIENT
    assert not viewing.may(Action.FILES_VIEW, client=row)
    assert staff.may(Action.FILES_VIEW, client=row)
