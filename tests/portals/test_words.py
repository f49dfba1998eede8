"""Statuses, messages and selections: what is derived, what is read, what is refused."""

import json
from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from latchstring.kernel import clock
from latchstring.mail.models import Letter, Message
from latchstring.policy.actor import Actor
from latchstring.portals import emails
from latchstring.portals.actions.refresh import refresh_due
from latchstring.portals.message import FIELDS, check, fill, paragraphs
from latchstring.portals.models import Access, Phase, PortalUser
from latchstring.portals.planning import Reason
from latchstring.portals.queries.reasons import fix, sentence
from latchstring.portals.queries.recipients import preview
from latchstring.portals.refusals import BadMessage, BadSelection
from latchstring.portals.selection import Selection
from latchstring.portals.status import LABELS, ORDER, Status, status_case, status_of
from tests.cast import Cast
from tests.portals.people import EVERYBODY, invited


def test_the_status_in_python_and_in_sql_are_the_same(cast: Cast) -> None:
    now = clock.now()
    past = now - timedelta(days=1)
    names = ("sent_at", "delivered_at", "accepted_at", "removed_at", "ends_at", "email_inactive_at")
    people = []
    for n, (*moments, expired) in enumerate(product([None, past], repeat=7)):
        expires = past if expired else now + timedelta(seconds=1)
        some = dict(zip(names, moments, strict=True))
        address = f"p{n}@status.example"
        people.append(PortalUser(firm=cast.firm, email=address, address=address, expires_at=expires, **some))
    PortalUser.objects.bulk_create(people)
    found = dict(PortalUser.objects.annotate(stage=status_case(now)).values_list("pk", "stage"))
    assert {person.pk: ORDER[status_of(person, now)] for person in people} == found
    assert set(found.values()) == {place for status, place in ORDER.items() if status != Status.NOT_INVITED}
    assert set(LABELS) == set(Status)


def test_an_access_takes_what_is_wrong_with_the_email_from_its_person(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    access = Access.objects.get()
    assert status_of(access, clock.now()) == Status.SENT
    carla.email_inactive_at = clock.now()
    assert status_of(access, clock.now(), person=carla) == Status.EMAIL_INACTIVE


def test_expiry_moves_the_sorting_place_within_a_minute(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    assert carla.status_order == ORDER[Status.SENT]
    with time_machine.travel(clock.now() + timedelta(days=31)):
        refresh_due()
        carla.refresh_from_db()
        assert (carla.status_order, carla.phase) == (ORDER[Status.EXPIRED], Phase.PENDING)


def test_a_message_becomes_paragraphs_with_placeholders() -> None:
    text = "Hello {First name},\r\nwelcome.\n\n\n{Client name} at {Firm name}.\n\n{Team member}"
    assert paragraphs(text) == [
        ["Hello {{first_name}},", "welcome."],
        ["{{client_name}} at {{firm_name}}."],
        ["{{member_name}}"],
    ]
    assert paragraphs("  ") == []


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{Nope}", ("Nope",)),
        ("{first name} {FIRST NAME}", ("first name", "FIRST NAME")),
        ("{Nope} {Nope}", ("Nope",)),
        ("{}", ("",)),
        ("{ First name }", (" First name ",)),
        ("{{First name}}", ()),
        ("{{link}}", ("link",)),
        ("a { b", ()),
        ("a } b", ()),
        ("{First\nname}", ()),
    ],
)
def test_braces_we_do_not_know_are_named(text: str, unknown: tuple[str, ...]) -> None:
    with pytest.raises(BadMessage) as refused:
        check(text)
    assert refused.value.unknown == unknown
    for name in unknown:
        assert f"{{{name}}}" in str(refused.value)
    assert "{First name}, {Client name}, {Team member} or {Firm name}" in str(refused.value)


@given(st.text(alphabet=st.sampled_from("ab{}\n <&\0\ud800")))
def test_a_message_is_refused_or_leaves_no_brace_of_its_own(text: str) -> None:
    try:
        shown = fill(check(text), dict.fromkeys(FIELDS.values(), "x"))
    except BadMessage:
        return
    assert "{" not in shown
    assert "}" not in shown
    assert "\0" not in shown.encode().decode()


def test_a_message_has_an_end() -> None:
    with pytest.raises(BadMessage, match="5,000"):
        check("x" * 5001)


def test_a_selection_is_written_as_it_is_read() -> None:
    some = Selection.of(uuid4(), uuid4())
    rest = Selection("filter", filter={"q": "a", "team": str(uuid4())}, excluded=frozenset({uuid4()}))
    for selection in (some, rest, EVERYBODY):
        assert Selection.parse(selection.as_json()) == selection
        assert Selection.of_data(selection.as_data()) == selection
    dashed = uuid4()
    assert Selection.parse(json.dumps({"mode": "ids", "ids": [str(dashed)]})).ids == {dashed}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '"ids"',
        "{}",
        '{"mode":"all"}',
        '{"mode":"ids","ids":["x"]}',
        '{"mode":"ids","ids":"abc"}',
        '{"mode":"ids","ids":[null]}',
        '{"mode":"filter"}',
        '{"mode":"filter","filter":[]}',
        '{"mode":"filter","filter":{},"excluded":{}}',
        "[" * 100_000,
    ],
)
def test_a_selection_no_page_posts_is_refused(text: str) -> None:
    with pytest.raises(BadSelection, match="select again"):
        Selection.parse(text)


plain = st.none() | st.booleans() | st.integers() | st.text() | st.just("\ud800")


@given(st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_no_json_breaks_a_selection(data: object) -> None:
    for value in (data, {"mode": "ids", "ids": data}, {"mode": "filter", "filter": data, "excluded": data}):
        try:
            selection = Selection.parse(json.dumps(value))
        except BadSelection:
            continue
        assert all(isinstance(each, UUID) for each in selection.ids | selection.excluded)
        assert "\0" not in "".join(selection.filter.values()).encode().decode()


def test_every_reason_has_words(cast: Cast) -> None:
    for reason in Reason:
        words = sentence(reason, clock.now().isoformat(), cast.firm)
        assert words
        assert "{" not in words + sentence(reason, "", cast.firm)
        fix(reason)
    day_before = (clock.now() - timedelta(days=1)).isoformat()
    assert sentence("already-invited", day_before, cast.firm) == "Invited yesterday"
    assert sentence("email-inactive", "2020-01-30T12:00:00+00:00", cast.firm) == "Email inactive since Jan 30, 2020"


def test_who_is_passed_over_reads_why_and_what_mends_it(cast: Cast) -> None:
    said = {reason: (sentence(reason, "Ann Lee", cast.firm), fix(reason)) for reason in Reason}
    for reason in (Reason.EMAIL_INACTIVE, Reason.ALREADY_INVITED):
        said[reason] = (sentence(reason, "2020-01-30T03:00:00+00:00", cast.firm), fix(reason))
    assert said == {
        "no-email": ("No email address", "Add email"),
        "email-inactive": ("Email inactive since Jan 29, 2020", "Change email"),
        "already-invited": ("Invited Jan 29, 2020", "View"),
        "already-user": ("Already a portal user, will be linked", "View"),
        "shares-address": ("Shares an address with Ann Lee", "Change email"),
        "client-inactive": ("This client is inactive", "View client"),
        "no-access": ("You have no access to this client", ""),
        "same-person": ("Gets one invite for all their clients", "View"),
        "over-limit": ("Over the limit of invites for today", ""),
        "accepted": ("Already accepted", "View"),
        "removed": ("Access was removed", ""),
    }


@pytest.mark.parametrize(("limit", "of"), [("of-member", "for each team member"), ("of-address", "to one address")])
def test_which_limit_was_reached_is_said_and_who_can_raise_it(cast: Cast, limit: str, of: str) -> None:
    words = f"Over the limit of invites a day {of}. Whoever may edit firm settings can raise it"
    assert sentence("over-limit", limit, cast.firm) == words


def test_the_preview_is_the_letter_and_keeps_nothing(cast: Cast) -> None:
    actor: Actor = cast.owner
    recipient = preview(actor, EVERYBODY).nth(0)
    assert recipient is not None
    shown = emails.preview_letter(cast.firm, actor, "Dear {First name} & {Client name}", recipient)
    assert (shown.from_line, shown.subject) == ("Olive, Alder & Pike", "Your Alder & Pike client portal is ready")
    assert f"Dear {recipient.first_name} &amp; {recipient.client_name}" in shown.html
    assert "{{" not in shown.html
    assert not Letter.objects.exists()
    assert not Message.objects.exists()


def test_a_name_with_markup_is_only_a_name(cast: Cast) -> None:
    recipient = preview(cast.owner, EVERYBODY).nth(0)
    assert recipient is not None

    class Odd:
        name = first_name = "<script>"
        email, client_name = "x@y.example", '"><img>'

    shown = emails.preview_letter(cast.firm, cast.owner, "{First name} {Client name}", Odd())
    assert "<script>" not in shown.html
    assert "<img>" not in shown.html
