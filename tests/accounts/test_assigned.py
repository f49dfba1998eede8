from uuid import uuid4

from latchstring.accounts.assigned import Assigned
from latchstring.clients.models import Assignment
from tests.cast import Cast
from tests.web.client_kit import statements


def test_it_holds_exactly_the_members_clients(cast: Cast) -> None:
    mine = Assigned(cast.sam.pk)
    assert mine == {cast.acme.pk}
    assert cast.acme.pk in mine
    assert cast.beta.pk not in mine
    assert mine & {cast.acme.pk, cast.beta.pk} == {cast.acme.pk}
    assert "acme" not in mine


def test_one_client_costs_one_small_statement_and_many_cost_two(cast: Cast) -> None:
    Assignment.objects.create(firm=cast.firm, client=cast.beta, member_id=cast.sam.pk)
    mine = Assigned(cast.sam.pk)
    with statements() as one:
        assert cast.acme.pk in mine
        assert cast.acme.pk in mine
    with statements() as many:
        assert cast.beta.pk in mine
        assert all(uuid4() not in mine for _ in range(20))
    assert (len(one), len(many)) == (1, 1)


def test_nothing_is_asked_until_somebody_wants_to_know(cast: Cast) -> None:
    with statements() as none:
        Assigned(cast.sam.pk)
    assert len(none) == 0
