"""A scope and a last day are chosen while inviting; the client reads both at home."""

from datetime import UTC

import pytest

from latchstring.accounts.models import PermissionSet, TeamMember
from latchstring.accounts.queries import actor_of
from latchstring.audit.models import Event
from latchstring.audit.sentences import sentence
from latchstring.policy.actions import Action
from latchstring.policy.actor import Refused
from latchstring.policy.scopes import Scope
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.ends import Limits, end_of
from latchstring.portals.models import Access, Invite, PortalUser
from tests.cast import make_client
from tests.portals.ends_kit import days
from tests.portals.people import assert_counts_true
from tests.web.client_kit import browser_of
from tests.web.file_kit import come_in, firm_url, put
from tests.web.window_kit import key, text_of, url

LUIS = "luis@acme.example"


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


def limited(cast, scope="files-only", number=10):
    return {"scope": scope, "until": days(number, cast.firm).isoformat()}


def test_the_window_asks_and_says_everything_without_an_end(cast, olive):
    text = text_of(olive.get(url(cast.acme)))
    assert "What they may open, and until when" in text
    assert 'name="scope" value="everything"' in text
    olive.post(url(cast.acme), {"to": [key(LUIS)], "scope": "everything", "until": ""})
    assert Access.objects.values_list("scope", "ends_at").get() == ("everything", None)


def test_who_is_invited_has_the_chosen_limits_and_the_log_and_the_list_say_so(cast, olive):
    olive.post(url(cast.acme), {"to": [key(LUIS)], **limited(cast)})
    ends_at = end_of(days(10, cast.firm), cast.firm)
    assert Access.objects.values_list("scope", "ends_at").get() == ("files-only", ends_at)
    assert PortalUser.objects.get().ends_at == ends_at
    assert_counts_true(cast.firm)
    event = Event.objects.get(name="invite.sent")
    assert sentence(event).startswith("Olive invited Luis Acme: Files only, until ")
    assert (event.detail["scope"], event.detail["until"]) == ("files-only", ends_at.astimezone(UTC).isoformat())


def test_who_still_waits_takes_them_and_without_a_choice_keeps_them(cast, olive):
    olive.post(url(cast.acme), {"to": [key(LUIS)]})
    olive.post(url(cast.acme), {"to": [key(LUIS)], **limited(cast)})
    assert Access.objects.get().scope == "files-only"
    olive.post(url(cast.acme), {"to": [key(LUIS)]})
    assert Access.objects.get().scope == "files-only"
    assert Access.objects.get().ends_at
    told = [event.detail.get("scope") for event in Event.objects.filter(name__startswith="invite.").order_by("id")]
    assert told == [None, "files-only", "files-only"]


def test_other_clients_of_the_same_person_are_not_limited(cast, olive):
    other = make_client(cast.firm, "Acme Two", ("Luis Acme", LUIS))
    olive.post(url(other), {"to": [key_at(other)]})
    olive.post(url(cast.acme), {"to": [key_at(cast.acme)], **limited(cast)})
    assert dict(Access.objects.values_list("client__name", "scope")) == {
        "Acme Bakery LLC": "files-only",
        "Acme Two": "everything",
    }
    assert PortalUser.objects.get().ends_at is None


def key_at(client):
    return str(client.contacts.get(email=LUIS).pk)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"scope": "files-only", "until": "2020-01-01"}, "Choose a day after today"),
        ({"scope": "files-only", "until": "soon"}, "Enter the day like 2027-04-30"),
        ({"scope": "the moon", "until": ""}, "Choose what is open from the list."),
    ],
)
def test_a_wrong_limit_says_why_and_invites_nobody(cast, olive, said, words):
    answer = olive.post(url(cast.acme), {"to": [key(LUIS)], **said})
    assert answer.status_code == 422
    text = text_of(answer)
    assert words in text
    assert '<details class="card block" open>' in text
    assert not Invite.objects.exists()


def test_a_file_is_not_shared_with_somebody_it_would_be_shut_to(cast, olive):
    draft = put(cast.owner, cast.acme, "Draft.pdf")
    said = {"document": draft.pk, "to": [key(LUIS)], **limited(cast, "billing-only")}
    answer = olive.post(firm_url("files-share", cast.acme), said)
    assert answer.status_code == 422
    assert "“Billing only” does not include files." in text_of(answer)
    assert not Invite.objects.exists()
    olive.post(firm_url("files-share", cast.acme), said | limited(cast))
    assert Access.objects.get().scope == "files-only"


def test_the_client_reads_what_is_covered_and_the_last_day(cast):
    _, browser = come_in(cast, cast.acme)
    home = f"/portal/{cast.acme.pk}/"
    assert "Your access" not in text_of(browser.get(home))
    last = days(10, cast.firm)
    Access.objects.update(scope="files-only", ends_at=end_of(last, cast.firm))
    text = text_of(browser.get(home))
    assert "<dt>Covers</dt><dd>Files only</dd>" in text
    assert text.count(f"{last:%a, %B} {last.day}") == 2
    assert "Download what you need before then." in text
    PortalUser.objects.update(language="en-gb", time_zone="Asia/Tokyo")
    assert f"{last:%a}, {last.day} {last:%B}" in text_of(browser.get(home))


def test_a_far_last_day_is_told_without_haste(cast):
    _, browser = come_in(cast, cast.acme)
    Access.objects.update(ends_at=end_of(days(20, cast.firm), cast.firm))
    text = text_of(browser.get(f"/portal/{cast.acme.pk}/"))
    assert "You can open Acme Bakery LLC until " in text
    assert "before then" not in text


def test_the_window_names_the_last_day_of_who_was_invited(cast, olive):
    last = days(10, cast.firm)
    olive.post(url(cast.acme), {"to": [key(LUIS)], **limited(cast)})
    assert f"Files only · until {last:%b} {last.day}" in text_of(olive.get(url(cast.acme)))


def test_limits_need_the_permission_to_change_access(cast):
    actions = [each for each in Action if each not in (Action.ACCESS_CHANGE, Action.PORTAL_ENTER)]
    cast.sam.permission_set = PermissionSet.objects.create(firm=cast.firm, name="No limits", actions=actions)
    cast.sam.save()
    assert "What they may open" not in text_of(browser_of(cast.sam).get(url(cast.acme)))
    member = TeamMember.objects.select_related("permission_set", "firm").get(pk=cast.sam.pk)
    with pytest.raises(Refused, match="change portal access"):
        invite(actor_of(member), cast.acme, people=[Invitee(LUIS)], limits=Limits(Scope.FILES_ONLY))
    assert not Access.objects.exists()
