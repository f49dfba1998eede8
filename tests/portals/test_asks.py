"""What clients ask about who can see their record: nothing changes before the firm says so."""

import pytest

from latchstring.audit.models import Event
from latchstring.clients.models import Contact
from latchstring.mail.models import AddressState, Message, State
from latchstring.policy.actor import OnlyLooking, Refused
from latchstring.policy.scopes import Scope
from latchstring.portals.actions.approve_ask import approve_ask
from latchstring.portals.actions.ask_removal import ask_removal
from latchstring.portals.actions.decline_ask import decline_ask
from latchstring.portals.actions.propose_person import propose_person
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.withdraw_ask import withdraw_ask
from latchstring.portals.actors import client_actor_for, viewing_actor_for
from latchstring.portals.asking import A_DAY, BadAsk
from latchstring.portals.insight import OnlyAPart
from latchstring.portals.models import Access, Ask
from latchstring.portals.queries.asks import waiting_for
from latchstring.portals.refusals import Refusal
from tests.portals.people import LUIS, accepted

pytestmark = pytest.mark.django_db
NINA = {"name": "Nina Acme", "email": "nina@acme.example", "relation": "Bookkeeper"}


@pytest.fixture
def carla(cast):
    return accepted(cast.owner, cast.acme)


@pytest.fixture
def actor(cast, carla):
    return client_actor_for(carla.user, cast.firm)


@pytest.fixture
def luis(cast, carla):
    return Access.objects.select_related("client", "person").get(person=accepted(cast.owner, cast.acme, LUIS))


def told(kind):
    return list(Message.objects.filter(kind=kind, state=State.QUEUED).values_list("to_address", flat=True))


def last(prefix="access."):
    return Event.objects.filter(name__startswith=prefix).latest("id").name


def test_a_proposal_changes_nothing_and_the_team_is_told(cast, actor):
    propose_person(actor, cast.acme, **NINA)
    assert not Access.objects.filter(person__address="nina@acme.example").exists()
    assert told("access-asked") == ["sam@alder-pike.example"]
    assert last() == "access.proposed"


def test_approving_a_proposal_invites_and_keeps_the_relation_and_tells_who_asked(cast, actor):
    ask = propose_person(actor, cast.acme, **NINA)
    approve_ask(cast.staff, ask)
    access = Access.objects.get(person__address="nina@acme.example")
    assert (access.client, access.granted_by) == (cast.acme, cast.sam.pk)
    assert Contact.objects.get(address="nina@acme.example").relation == "Bookkeeper"
    assert told("access-answered") == ["carla@acme.example"]
    assert waiting_for(cast.owner) == []
    assert last() == "access.ask_approved"


def test_approving_a_removal_removes_at_once(cast, actor, luis):
    ask = ask_removal(actor, luis, reason="We are divorced.")
    assert told("access-asked") == ["sam@alder-pike.example"]
    approve_ask(cast.staff, ask)
    luis.refresh_from_db()
    assert luis.removed_at
    assert luis.removed_by == cast.sam.pk
    assert "Luis Acme has no access any more" in Message.objects.get(kind="access-answered").fields["outcome"]


def test_declining_leaves_all_as_it_is_and_carries_the_reason(cast, actor, luis):
    decline_ask(cast.staff, ask_removal(actor, luis), reason="He is the owner.")
    luis.refresh_from_db()
    assert luis.removed_at is None
    assert Message.objects.get(kind="access-answered").fields["detail"] == "He is the owner."
    assert last() == "access.ask_declined"


def test_what_is_answered_is_answered_once(cast, actor, luis):
    ask = ask_removal(actor, luis)
    decline_ask(cast.owner, ask)
    for verb in (approve_ask, decline_ask):
        with pytest.raises(Refusal, match="answered already"):
            verb(cast.staff, ask)
    with pytest.raises(Refusal, match="answered already"):
        withdraw_ask(actor, ask)
    assert len(told("access-answered")) == 1


def test_what_is_taken_back_can_not_be_approved(cast, actor, luis):
    ask = ask_removal(actor, luis)
    withdraw_ask(actor, ask)
    withdraw_ask(actor, ask)
    with pytest.raises(Refusal, match="no longer asks"):
        approve_ask(cast.staff, ask)
    assert Event.objects.filter(name="access.ask_withdrawn").count() == 1


def test_what_an_ex_client_asked_counts_for_nothing(cast, actor, carla):
    ask = propose_person(actor, cast.acme, **NINA)
    remove_access(cast.owner, carla)
    assert waiting_for(cast.owner) == []
    with pytest.raises(Refusal, match="has no access any more"):
        approve_ask(cast.owner, ask)
    with pytest.raises(Refused):
        propose_person(actor_now(actor), cast.acme, **NINA | {"email": "two@x.example"})


def actor_now(actor):
    """The same login on its next request, when nothing is open to it."""
    return actor.__class__(actor.firm_id, actor.kind, actor.user_id, person_id=actor.person_id, name=actor.name)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"email": "nina@"}, "email", "domain"),
        ({"email": "a@x.example, b@x.example"}, "email", "one email address"),
        ({"email": " CARLA@acme.example"}, "email", "in the list already"),
        ({"name": " \u200b\n "}, "name", "Enter the name"),
        ({"name": "N" * 201}, "name", "longer than 200"),
        ({"relation": "x" * 61}, "relation", "longer than 60"),
    ],
)
def test_bad_input_is_a_sentence_and_leaves_nothing(cast, actor, typed, field, sentence):
    with pytest.raises(BadAsk, match=sentence) as caught:
        propose_person(actor, cast.acme, **NINA | typed)
    assert caught.value.field == field
    assert not Ask.objects.exists()
    assert told("access-asked") == []


def test_the_same_is_asked_once(cast, actor, luis):
    propose_person(actor, cast.acme, **NINA)
    ask_removal(actor, luis)
    with pytest.raises(BadAsk, match="asked this already"):
        propose_person(actor, cast.acme, **NINA | {"email": "NINA@acme.example"})
    with pytest.raises(BadAsk, match="asked this already"):
        ask_removal(actor, luis)


def test_there_is_an_end_to_asking(cast, actor):
    for number in range(A_DAY):
        withdraw_ask(actor, propose_person(actor, cast.acme, name="N", email=f"n{number}@x.example"))
    with pytest.raises(BadAsk, match="10 times within a day"):
        propose_person(actor, cast.acme, **NINA)


def test_an_address_that_came_back_is_not_invited_and_the_ask_stays(cast, actor):
    ask = propose_person(actor, cast.acme, **NINA)
    AddressState.objects.create(firm=cast.firm, address=NINA["email"], inactive_since=ask.created_at, reason="Gone.")
    with pytest.raises(Refusal, match="Email inactive since today"):
        approve_ask(cast.staff, ask)
    assert not Contact.objects.filter(address=NINA["email"]).exists()
    assert waiting_for(cast.staff) == [ask]


def test_who_may_not_act_neither_sees_nor_answers(cast, actor):
    ask = propose_person(actor, cast.acme, **NINA)
    for who, refusal in ((cast.viewer, Refused), (cast.rival_owner, Ask.DoesNotExist)):
        assert waiting_for(who) == []
        for verb in (approve_ask, decline_ask):
            with pytest.raises(refusal):
                verb(who, ask)


@pytest.mark.parametrize("scope", [Scope.BILLING_ONLY, Scope.FILES_ONLY])
def test_who_was_given_one_part_may_not_ask(cast, carla, luis, scope):
    Access.objects.filter(person=carla).update(scope=scope)
    actor = client_actor_for(carla.user, cast.firm)
    with pytest.raises(OnlyAPart):
        ask_removal(actor, luis)
    with pytest.raises(OnlyAPart):
        propose_person(actor, cast.acme, **NINA)


def test_who_only_looks_asks_nothing(cast, carla, luis):
    looking = viewing_actor_for(cast.owner, carla.pk)
    with pytest.raises(OnlyLooking):
        propose_person(looking, cast.acme, **NINA)
    with pytest.raises(OnlyLooking):
        ask_removal(looking, luis)


def test_everything_but_billing_is_enough(cast, carla):
    Access.objects.filter(person=carla).update(scope=Scope.NO_BILLING)
    assert propose_person(client_actor_for(carla.user, cast.firm), cast.acme, **NINA)
