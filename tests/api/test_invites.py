"""Inviting, sending again and removing by the API: the same actions, once for each idempotency key."""

from datetime import timedelta

import pytest

from latchstring.accounts.actions.forget_api_answers import forget_api_answers
from latchstring.accounts.api_answers import once
from latchstring.accounts.models import ApiAnswer
from latchstring.audit.models import Event
from latchstring.audit.sentences import sentence
from latchstring.clients.models import Client, Contact
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.models import Access, Invite, PortalUser
from tests.api.kit import Program
from tests.cast import make_cast
from tests.races import meanwhile
from tests.web.client_kit import came_back, let_in


def asked(client, *contacts, **more):
    ids = [str(each.pk) for each in contacts or client.contacts.all()]
    return {"client_id": str(client.pk), "contact_ids": ids, **more}


def test_contacts_are_invited_and_the_log_says_by_which_token(cast):
    told = Program(cast.sam).post("invites", asked(cast.acme, message="Welcome.")).json()["people"]
    people = list(PortalUser.objects.order_by("name"))
    assert [(each["name"], each["outcome"], each["portal_user_id"]) for each in told] == [
        (person.name, "sent", str(person.pk)) for person in people
    ]
    assert {invite.note for invite in Invite.objects.all()} == {"Welcome."}
    sentences = {sentence(each) for each in Event.objects.filter(name="invite.sent")}
    assert sentences == {f"Sam (API token Nightly) invited {person.name}." for person in people}


def test_the_same_key_twice_invites_once_and_tells_the_same(cast):
    program, body = Program(cast.sam), asked(cast.acme)
    first, second = (program.post("invites", body, key="monday-1") for _ in range(2))
    assert first.json() == second.json()
    assert Invite.objects.count() == Message.objects.count() == 2
    assert program.post("invites", body, key="monday-2").json()["people"][0]["outcome"] == "resent"


def test_a_key_is_good_for_one_request_of_one_token_for_a_day(cast):
    program, other = Program(cast.olive), Program(cast.adam)
    program.post("invites", asked(cast.acme), key="k")
    answer = program.post("invites", asked(cast.beta), key="k")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert other.post("invites", asked(cast.beta), key="k").json()["people"][0]["outcome"] == "sent"
    assert program.post("invites", asked(cast.beta), key="k" * 256).status_code == 422
    ApiAnswer.objects.update(created_at=clock.now() - timedelta(hours=25))
    assert forget_api_answers() == 2
    assert program.post("invites", asked(cast.acme), key="k").json()["people"][0]["outcome"] == "resent"


def test_what_failed_may_be_tried_again_with_its_key(cast):
    program = Program(cast.sam)
    bad = asked(cast.acme, message="Dear {nobody},")
    assert program.post("invites", bad, key="k").status_code == 422
    assert not ApiAnswer.objects.exists()
    assert program.post("invites", asked(cast.acme), key="k").status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_once_invites_once():
    cast, told = make_cast(), []
    token, person = Program(cast.sam).token, Invitee("carla@acme.example", "Carla")

    def send():
        def do():
            return {"sent": len(invite(cast.staff, cast.acme, people=[person]).sent)}

        told.append(once(token, "at-once", "the same", do))

    assert meanwhile(send, send) is None
    assert told == [{"sent": 1}, {"sent": 1}]
    assert Invite.objects.count() == Message.objects.count() == 1


def test_nothing_that_may_not_be_set_is_taken(cast):
    body = asked(cast.acme, scope="everything", firm=str(cast.rival.pk), actor_id=str(cast.olive.pk))
    answer = Program(cast.sam).post("invites", body)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["scope", "firm", "actor_id"]
    assert not PortalUser.objects.exists()


def test_a_contact_of_another_client_is_not_there(cast):
    for stranger in (cast.beta.contacts.get(), cast.rival_client.contacts.get()):
        answer = Program(cast.olive).post("invites", asked(cast.acme, cast.acme.contacts.first(), stranger))
        assert answer.status_code == 404
    assert not PortalUser.objects.exists()


def test_who_can_not_be_invited_is_told_with_the_reason(cast):
    program, luis = Program(cast.sam), cast.acme.contacts.get(name="Luis Acme")
    came_back(cast.firm, "carla@acme.example")
    told = {each["name"]: each for each in program.post("invites", asked(cast.acme)).json()["people"]}
    assert told["Carla Acme"]["reason"] == "email-inactive"
    assert told["Carla Acme"]["detail"] == "Email inactive since today."
    assert told["Luis Acme"]["outcome"] == "sent"
    Contact.objects.filter(pk=luis.pk).update(address="", email="")
    answer = program.post("invites", asked(cast.acme, luis))
    assert answer.json()["detail"] == "contact_ids: Luis Acme has no email address. Add one first."


def test_sending_again_kills_the_earlier_link(cast):
    access = let_in(cast.sam, cast.acme, "carla@acme.example", "Carla")
    first = Invite.objects.get()
    told = Program(cast.sam).post(f"portal-users/{access.person_id}/resend").json()
    newest = Invite.objects.latest("id")
    assert newest != first
    assert told["sent"] == "invite"
    assert "token" not in str(told)
    Client.objects.update(inactive_at=clock.now())
    answer = Program(cast.sam).post(f"portal-users/{access.person_id}/resend")
    assert (answer.status_code, answer.json()["detail"]) == (409, "This client is inactive. Restore the client first.")


def test_access_is_removed_at_the_clients_that_the_token_sees(cast):
    access = let_in(cast.olive, cast.acme, "carla@acme.example", "Carla")
    let_in(cast.olive, cast.beta, "carla@acme.example", "Carla")
    sams, where = Program(cast.sam), f"portal-users/{access.person_id}/remove-access"
    assert sams.post(where, {"client_id": str(cast.beta.pk)}).status_code == 404
    assert sams.post(where).json() == {"client_ids": [str(cast.acme.pk)]}
    assert sams.post(where).json() == {"client_ids": []}
    assert [row.client for row in Access.objects.live()] == [cast.beta]
