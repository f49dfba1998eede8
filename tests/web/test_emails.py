"""The email log: who sees what of it, how it is searched and paged, and what is sent again."""

import csv
import io

import pytest

from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.mail.log import SIZE
from latchstring.mail.models import AddressState, Campaign, Message, State
from latchstring.mail.outbox import Post, queue_many
from latchstring.portals.actions.invite import Invitee, invite
from tests.mail.conftest import make_letter
from tests.portals.people import accepted, leave
from tests.web.client_kit import browser_of, count
from tests.web.manager_kit import body

PAGE = "/emails/"


@pytest.fixture
def letter(cast):
    return make_letter(
        cast.firm, subject="News for {{first_name}}", text="Hello {{first_name}}, go to {{portal_url}}\n"
    )


def write(cast, letter, number=1, *, kind="file-shared", about=None, address="carla@acme.example", **fields):
    posts = [
        Post(address, "Carla Acme", {"first_name": f"Carla{i}", **fields}, client_id=about and about.pk)
        for i in range(number)
    ]
    queue_many(cast.firm.pk, letter, posts, kind=kind)
    return list(Message.objects.filter(pk__in=[post.id for post in posts]).order_by("pk"))


def test_it_says_what_was_sent_to_whom_and_what_became_of_it(cast, letter):
    write(cast, letter)
    Message.objects.update(state=State.FAILED, reason="The mail server took our email for spam.")
    page = body(browser_of(cast.olive).get(PAGE))
    for words in ("Carla Acme", "carla@acme.example", "News for Carla0", "File shared", "Failed", "for spam."):
        assert words in page


def test_a_part_of_the_subject_finds_it_on_the_page_and_in_the_export(cast, letter):
    write(cast, letter)
    write(cast, make_letter(cast.firm, subject="Something else"), address="bob@beta.example")
    olive = browser_of(cast.olive)
    for answer in (olive.get(PAGE, {"q": "ews FOR"}), olive.get(f"{PAGE}export.csv", {"q": "ews FOR"})):
        page = answer.getvalue().decode()
        assert "News for Carla0" in page
        assert "Something else" not in page


def test_scoped_staff_see_what_is_about_their_clients_alone(cast, letter):
    [mine] = write(cast, letter, about=cast.acme)
    [other] = write(cast, letter, about=cast.beta)
    [nobodys] = write(cast, letter)
    sam, olive, rita = browser_of(cast.sam), browser_of(cast.olive), browser_of(cast.rita)
    for message, status in ((mine, 200), (other, 404), (nobodys, 404)):
        assert sam.get(f"{PAGE}{message.pk}/").status_code == status
        assert sam.post(f"{PAGE}{message.pk}/resend/").status_code == (302 if status == 200 else 404)
        assert olive.get(f"{PAGE}{message.pk}/").status_code == 200
        assert rita.get(f"{PAGE}{message.pk}/").status_code == 404
    assert body(sam.get(PAGE)).count("</tr>") == 1 + 1  # the head and the email


def test_no_link_and_no_code_is_shown_before_or_after_it_left(cast, letter):
    token, secret = "a1B2" * 11, "417093"
    letter.subject = "{{code}} is your code"
    letter.text = "Code {{code}}, {{url}}, {{link}}, {{unsubscribe}}, {{portal_url}}, {{rest}}"
    letter.save()
    [message] = write(
        cast,
        letter,
        kind="login-code",
        code=secret,
        url="https://x/u9/",
        link="https://x/u9/",
        unsubscribe="https://x/u9/",
        portal_url=f"https://x/i/{token}/",
    )
    olive = browser_of(cast.olive)
    for page in (body(olive.get(f"{PAGE}{message.pk}/")), body(olive.get(PAGE)), export(olive)):
        assert secret not in page
        assert token not in page
        assert "/u9/" not in page
    assert "[link not kept]" in body(olive.get(f"{PAGE}{message.pk}/"))


def test_an_invite_shows_its_words_without_its_link(cast):
    invite(cast.owner, cast.acme, people=[Invitee("carla@acme.example", "Carla Acme")], message="See you soon.")
    leave()
    page = body(browser_of(cast.sam).get(f"{PAGE}{Message.objects.get().pk}/"))
    assert "See you soon." in page
    assert "Resend invite" in page
    assert "/i/" not in page


def test_a_part_of_an_address_finds_no_more_than_one_may_see_and_costs_the_same_for_many(cast, letter):
    write(cast, letter, about=cast.beta, address="bob@beta.example")
    write(cast, letter, address="elsewhere@rival.example")
    Message.objects.filter(to_address="elsewhere@rival.example").update(firm=cast.rival)
    assert body(browser_of(cast.sam).get(PAGE, {"q": "bob@"})).count("</tr>") == 0
    olive = browser_of(cast.olive)
    assert "No email matches" in body(olive.get(PAGE, {"q": "elsewh"}))
    few = count(olive, f"{PAGE}?q=bob")
    write(cast, letter, 30, about=cast.beta, address="bob@beta.example")
    assert count(olive, f"{PAGE}?q=bob") == few


def export(browser, **query):
    return b"".join(browser.get(f"{PAGE}export.csv", query).streaming_content).decode()


def test_search_finds_by_address_name_and_client_and_filters_narrow(cast, letter):
    accepted(cast.owner, cast.acme)
    write(cast, letter, address="olive@alder-pike.example")
    write(cast, letter, address="Stranger@else.example")
    olive = browser_of(cast.olive)

    def found(**query):
        return [row[3] for row in list(csv.reader(io.StringIO(export(olive, **query))))[1:]]

    assert set(found(q="carla")) == set(found(q="Acme CARLA")) == {"carla@acme.example"}
    assert found(q="Olive") == ["olive@alder-pike.example"]
    assert found(q="Stranger@else.example") == ["Stranger@else.example"]
    assert found(q="arla@ac") == ["carla@acme.example"]
    assert found(q="Strang") == ["Stranger@else.example"]
    assert found(q="alder-pi") == ["olive@alder-pike.example"]
    assert found(q="nobody") == []
    assert found(kind="file-shared", state="waiting") == ["Stranger@else.example", "olive@alder-pike.example"]
    assert found(state="sent") == ["carla@acme.example"]
    assert "No email matches" in body(olive.get(PAGE, {"q": "nobody"}))
    assert "No email matches" in body(olive.get(PAGE, {"state": "failed", "at": "bnonsense"}))


@pytest.mark.parametrize("state", ["", "waiting", "failed"])
def test_every_email_is_on_one_page_and_a_page_costs_the_same(cast, letter, state):
    failed = {"state": State.FAILED, "ended_at": clock.now()}
    standing = failed if state == "failed" else {"state": State.QUEUED}
    write(cast, letter)
    Campaign.objects.create(firm=cast.firm)
    Message.objects.update(**standing)
    olive, url = browser_of(cast.olive), f"{PAGE}?state={state}"
    few = count(olive, url)
    write(cast, letter, 2 * SIZE)
    Message.objects.update(**standing)
    assert count(olive, url) == few
    seen, page = [], olive.get(url).context["page"]
    while True:
        seen += [message.pk for message in page.rows]
        if not page.next:
            break
        page = olive.get(f"{url}&at={page.next}").context["page"]
    assert len(seen) == len(set(seen)) == 2 * SIZE + 1
    assert seen == sorted(seen, reverse=state != "waiting")
    back = olive.get(f"{url}&at={page.previous}").context["page"]
    assert [message.pk for message in back.rows] == seen[SIZE : 2 * SIZE]


def test_an_email_is_sent_again_word_for_word(cast, letter):
    [message] = write(cast, letter, about=cast.acme)
    leave(State.SENT)
    answer = browser_of(cast.sam).post(f"{PAGE}{message.pk}/resend/")
    again = Message.objects.exclude(pk=message.pk).get()
    assert answer["Location"] == f"{PAGE}{again.pk}/"
    assert (again.letter_id, again.fields, again.client_id) == (message.letter_id, message.fields, cast.acme.pk)
    assert browser_of(cast.vic).post(f"{PAGE}{message.pk}/resend/").status_code == 403


def test_neither_codes_nor_what_would_go_to_an_inactive_address_are_sent_again(cast, letter):
    [code] = write(cast, letter, kind="login-code", about=cast.acme)
    [dead] = write(cast, letter, about=cast.acme)
    leave(State.SENT)
    AddressState.objects.create(
        firm=cast.firm, address="carla@acme.example", inactive_since=dead.created_at, reason="No."
    )
    olive = browser_of(cast.olive)
    for message, words in ((code, "sent again as it was"), (dead, "came back")):
        answer = olive.post(f"{PAGE}{message.pk}/resend/", follow=True)
        assert words in body(answer)
    assert Message.objects.count() == 2


def test_the_export_is_safe_to_open_and_recorded(cast, letter):
    write(cast, letter, address="=cmd@evil.example", first_name="=1+1")
    lines = export(browser_of(cast.olive)).splitlines()
    assert "'=cmd@evil.example" in lines[1]
    assert Event.objects.get(name="clients.exported").actor_name == "Olive"
    assert browser_of(cast.sam).get(f"{PAGE}export.csv").status_code == 403
