import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from latchstring.clients.models import Contact
from latchstring.mail.models import Message
from latchstring.portals.models import InviteBatch, PortalUser, Skip
from tests.cast import make_client
from tests.web.client_kit import came_back
from tests.web.manager_kit import body, dialog, many_clients, opened_batch, send

CARLA, LUIS = "carla@acme.example", "luis@acme.example"


def contact(address):
    return str(Contact.objects.get(address=address).pk)


def invited():
    return set(Message.objects.filter(kind="invite").values_list("to_address", flat=True))


def test_the_primary_contact_is_ticked_to_begin_with(cast):
    text = body(dialog(cast.olive, cast.acme, who="chosen"))
    boxes = re.findall(r'name="contact" value="([^"]+)"( checked)?', text)
    assert boxes == [(contact(CARLA), " checked"), (contact(LUIS), "")]
    assert "<strong>1 person</strong> will get" in text


def test_what_was_ticked_is_counted_and_kept(cast):
    text = body(dialog(cast.olive, cast.acme, who="chosen", choosing="yes", contact=[contact(CARLA), contact(LUIS)]))
    assert "<strong>2 people</strong> will get" in text
    assert len(re.findall(r'name="contact" value="[^"]+" checked', text)) == 2


def test_exactly_the_people_ticked_are_invited(cast):
    batch = opened_batch(cast.olive, cast.acme, cast.beta, who="chosen", choosing="yes", contact=[contact(LUIS)])
    assert invited() == {LUIS}
    assert (batch.selected, Skip.objects.count()) == (1, 0)
    assert InviteBatch.objects.get().who == "chosen"


def test_nobody_ticked_is_a_sentence_and_no_batch(cast):
    text = body(dialog(cast.olive, cast.acme, who="chosen", choosing="yes"))
    assert "Tick at least one person below." in text
    assert send(cast.olive, cast.acme, who="chosen", choosing="yes").status_code == 422
    assert not InviteBatch.objects.exists()


def test_somebody_of_a_client_that_was_not_selected_is_never_invited(cast):
    answer = send(cast.olive, cast.acme, who="chosen", choosing="yes", contact=[contact("bob@beta.example")])
    assert answer.status_code == 422
    rival = Contact.objects.filter(client=cast.rival_client).first() or Contact.objects.create(
        firm=cast.rival, client=cast.rival_client, name="R", email="r@rival.example", address="r@rival.example"
    )
    assert send(cast.olive, cast.acme, who="chosen", choosing="yes", contact=[str(rival.pk)]).status_code == 422
    assert not PortalUser.objects.exists()


def test_an_inactive_email_is_shown_and_can_not_be_ticked(cast):
    came_back(cast.firm, CARLA)
    text = body(dialog(cast.olive, cast.acme, who="chosen"))
    assert re.search(rf'value="{contact(CARLA)}" disabled', text)
    assert re.search(rf'value="{contact(LUIS)}" checked', text)
    answer = send(cast.olive, cast.acme, who="chosen", choosing="yes", contact=[contact(CARLA)])
    assert answer.status_code == 422


def test_the_choice_is_offered_while_the_clients_can_be_listed(cast):
    assert "Let me choose" in body(dialog(cast.olive, cast.acme))
    many_clients(cast.firm, 60)
    assert "Let me choose" not in body(dialog(cast.olive))


def test_statements_do_not_grow_with_the_clients(cast):
    def cost(*clients):
        with CaptureQueriesContext(connection) as captured:
            dialog(cast.olive, *clients, who="chosen")
        return len(captured)

    few = cost(cast.acme, cast.beta)
    more = [make_client(cast.firm, f"Trust {n}", ("A", f"a{n}@t.example"), ("B", f"b{n}@t.example")) for n in range(20)]
    assert cost(*more) <= few
