"""The kept figures agree with what is counted."""

from latchstring.clients import counts
from latchstring.clients.models import Client, Counts
from latchstring.kernel import clock
from tests.cast import make_client
from tests.clients.truth import kept


def test_the_row_is_made_when_it_is_first_asked_for(cast):
    Counts.objects.filter(firm=cast.firm).delete()
    assert counts.get(cast.firm.pk).clients == 0
    counts.shift(cast.firm.pk, clients=2, people_pending=1)
    assert counts.get(cast.firm.pk).clients == 2


def test_a_shift_makes_a_missing_row(cast):
    Counts.objects.filter(firm=cast.firm).delete()
    counts.shift(cast.firm.pk, clients=3)
    assert counts.get(cast.firm.pk).clients == 3


def test_a_figure_never_goes_below_zero(cast):
    counts.shift(cast.firm.pk, clients=-100)
    assert counts.get(cast.firm.pk).clients == 0


def test_recount_repairs_what_drifted_and_leaves_people_alone(cast):
    began = counts.get(cast.firm.pk).recording_since
    counts.shift(cast.firm.pk, clients=40, clients_without=-1, people_active=5)
    counts.recount(cast.firm.pk)
    assert counts.get(cast.firm.pk).recording_since == began
    assert kept(cast.firm) == {"clients": 2, "clients_without": 2, "clients_reachable": 2, "clients_accepted": 0}
    assert counts.get(cast.firm.pk).people_active == 5


def test_shares_of_clients_add_up_to_what_is_counted(cast):
    make_client(cast.firm, "No email", ("Nora", ""))
    make_client(cast.firm, "Gone", ("Gus", "gus@gone.example"), inactive_at=clock.now())
    make_client(cast.firm, "In", ("Ida", "ida@in.example"), portal_people=2, accepted_people=1)
    total = sum((counts.share(client) for client in Client.objects.filter(firm=cast.firm)), start=counts.Counter())
    figures = counts.count(Client.objects.filter(firm=cast.firm))
    assert {name: total[name] for name in figures} == figures
    assert figures == {"clients": 4, "clients_without": 3, "clients_reachable": 2, "clients_accepted": 1}


def test_a_difference_leads_from_one_sum_to_the_other(cast):
    before = counts.share(cast.acme)
    cast.acme.portal_people = cast.acme.accepted_people = 1
    assert counts.difference(before, counts.share(cast.acme)) == {
        "clients": 0, "clients_without": -1, "clients_reachable": -1, "clients_accepted": 1,
    }  # fmt: skip
