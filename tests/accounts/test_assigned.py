from uuid import uuid4

from latchstring.accounts.assigned import Assigned
from latchstring.clients.models import Assignment, Client
from tests.cast import Cast
from tests.web.client_kit import browser_of, statements


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


def test_the_active_ones_are_counted_once_for_a_page(cast: Cast) -> None:
    Client.objects.filter(pk=cast.acme.pk).update(inactive_at=cast.acme.created_at)
    Assignment.objects.create(firm=cast.firm, client=cast.beta, member_id=cast.sam.pk)
    assert Assigned(cast.sam.pk).active == 1
    with statements() as caught:
        page = browser_of(cast.sam).get("/clients/").content.decode()
    assert "1 client" in page
    assert sum("COUNT(" in each["sql"] for each in caught) == 1
