import re
from datetime import timedelta
from html import unescape

import pytest

from latchstring.accounts.models import Session
from latchstring.clients.models import Contact
from latchstring.kernel import clock
from latchstring.mail.models import Letter, Template
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.models import Access, InviteBatch
from tests.web.client_kit import ago, browser_of, came_back, let_in, statements
from tests.web.manager_kit import EVERYONE, body, dialog, ids, many_clients, mute_client, send

NEW = "/clients/portals/invites/new/"
PREVIEW = "/clients/portals/invites/preview/"


def test_it_names_the_numbers_before_anything_is_sent(cast):
    text = body(dialog(cast.olive, cast.acme, cast.beta))
    assert "Send invite to 2 clients" in text
    assert "<strong>2 people</strong> will get an invite" in text
    assert "The same message goes to all 2 people." in text
    for words in ("Include a personalized message</label>", "Templates<", "Send now</label>", "Schedule</label>"):
        assert words in text
    assert re.findall('data-insert="([^"]+)"', text) == ["First name", "Client name", "Team member", "Firm name"]
    assert InviteBatch.objects.count() == 0


def test_ticked_boxes_of_a_page_without_scripts_are_a_selection(cast):
    answer = browser_of(cast.olive).post(NEW, {"client": [str(cast.acme.pk), str(cast.beta.pk)]})
    assert "Send invite to 2 clients" in body(answer)


def test_each_skipped_one_stands_with_reason_and_fix(cast):
    invite(cast.owner, cast.acme, people=[Invitee("carla@acme.example", "Carla Acme")])
    came_back(cast.firm, "bob@beta.example", days=2)
    text = body(dialog(cast.olive, cast.acme, cast.beta, mute_client(cast.firm)))
    assert "<strong>3 people</strong> will be skipped" in text
    for words in ("Invited today", "Email inactive since", "No email address", "Add email: Birchwood Lane HOA"):
        assert words in text


def test_a_selection_with_nobody_to_invite_shows_a_sentence_and_no_send(cast):
    text = body(dialog(cast.olive, mute_client(cast.firm)))
    assert "Nobody in this selection can be invited." in text
    assert not re.search(r"</svg>Send</button>", text)


def test_somebody_who_is_in_already_can_be_linked(cast):
    let_in(cast.olive, cast.beta, "carla@acme.example", "Carla Acme", accepted_at=ago(days=1))
    text = body(dialog(cast.olive, cast.acme))
    assert "Already a portal user, will be linked" in text
    assert re.search(r"</svg>Send</button>", text)
    send(cast.olive, cast.acme)
    open_batches()
    assert Access.objects.get(client=cast.acme).accepted_at


def test_everyone_with_an_email_is_a_choice(cast):
    assert "<strong>1 person</strong> will get" in body(dialog(cast.olive, cast.acme))
    text = body(dialog(cast.olive, cast.acme, who="everyone"))
    assert "<strong>2 people</strong> will get" in text
    assert "Send invite to 1 client<" in text


def test_a_template_fills_the_message_without_scripts_and_keeps_the_rest(cast):
    template = Template.objects.create(firm=cast.firm, kind="invite", name="Welcome", body="Hello {First name}.")
    text = body(
        dialog(
            cast.olive,
            cast.acme,
            template=str(template.pk),
            message="old",
            when="later",
            date="2031-05-01",
            time="10:15",
        )
    )
    assert ">Hello {First name}.</textarea>" in text
    assert 'name="personal" data-switch checked' in text
    assert 'value="2031-05-01"' in text
    assert 'value="10:15"' in text


def test_another_firms_template_fills_nothing(cast):
    theirs = Template.objects.create(firm=cast.rival, kind="invite", name="Theirs", body="Secret words.")
    assert "Secret words." not in body(dialog(cast.olive, cast.acme, template=str(theirs.pk)))


def test_htmx_gets_a_dialog_and_others_a_page(cast):
    partial = browser_of(cast.olive).post(NEW, {"selection": ids(cast.acme)}, headers={"HX-Request": "true"})
    assert body(partial).startswith("<dialog")
    assert "<html" in body(dialog(cast.olive, cast.acme))


def test_every_form_has_its_own_key(cast):
    keys = {re.search(r'name="request_key" value="([^"]{32})"', body(dialog(cast.olive, cast.acme)))[1] for _ in "ab"}
    assert len(keys) == 2


@pytest.mark.parametrize("posted", [{}, {"selection": "{"}, {"selection": '{"mode":"ids","ids":[]}'}, {"client": "x"}])
def test_nothing_ticked_leads_back_with_a_sentence(cast, posted):
    browser = browser_of(cast.olive)
    answer = browser.post(NEW, posted)
    assert answer["Location"] == "/clients/portals/without/"
    shown = body(browser.get("/clients/portals/without/"))
    assert "Tick at least one row first." in shown or "The selection could not be read." in shown


def test_the_rivals_client_is_not_named(cast):
    text = body(dialog(cast.olive, cast.acme, cast.rival_client))
    assert "Rival Client" not in text
    assert "You have no access to this client" in text


def test_get_leads_to_the_list(cast):
    assert browser_of(cast.olive).get(NEW)["Location"] == "/clients/portals/without/"


@pytest.mark.parametrize("url", [NEW, PREVIEW])
def test_signed_out_other_firm_wrong_role_wrong_method(cast, url):
    posted = {"selection": EVERYONE}
    assert browser_of(None).post(url, posted).status_code == 302
    assert browser_of(cast.rita).post(url, posted).status_code == 404
    assert browser_of(cast.sam).post(url, posted).status_code == 403
    assert browser_of(cast.olive).put(url).status_code == 405


def preview(member, *clients, **posted):
    return browser_of(member).post(PREVIEW, {"selection": ids(*clients), "personal": "on", **posted})


def test_the_preview_is_the_real_letter_to_that_person(cast):
    typed = "Dear {First name} of {Client name}, call {Team member} at {Firm name}."
    text = body(preview(cast.olive, cast.acme, message=typed))
    assert "Carla Acme, carla@acme.example" in text
    assert "Dear Carla of Acme Bakery LLC, call Olive at Alder &amp;amp; Pike." in text
    assert "Olive, Alder &amp; Pike" in text


def test_the_next_person_is_one_further(cast):
    Contact.objects.filter(client=cast.beta).update(first_name="Bobby")
    text = body(preview(cast.olive, cast.acme, cast.beta, message="Hi {First name}", i="1"))
    assert "Hi Bobby" in text


def test_a_preview_saves_nothing(cast):
    preview(cast.olive, cast.acme, message="Hello")
    assert Letter.objects.count() == 0


def test_typed_html_stays_text(cast):
    assert "&amp;lt;b&amp;gt;" in body(preview(cast.olive, cast.acme, message="<b>bold</b>"))


def test_the_frame_may_be_styled_but_runs_no_script(cast):
    answer = preview(cast.olive, cast.acme, message="Hello")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_a_link_in_it_leads_nowhere(cast):
    frame = unescape(body(preview(cast.olive, cast.acme, message="Hello")).split("srcdoc=")[1])
    assert '<head><base target="_blank">' in frame
    assert " sandbox></iframe>" in frame
    assert "/i/…" in frame


def test_after_a_rest_it_says_so_and_asks_nothing_in_its_frame(cast):
    browser = browser_of(cast.olive)
    Session.objects.update(seen_at=clock.now() - timedelta(hours=9))
    answer = browser.post(PREVIEW, {"selection": ids(cast.acme)})
    assert (answer.status_code, answer["X-Frame-Options"]) == (403, "SAMEORIGIN")
    assert "Go on here, and we ask who is there." in body(answer)
    assert "form" not in body(answer)
    assert Session.objects.filter(user=cast.olive.user).exists()


def test_unknown_braces_are_named(cast):
    answer = preview(cast.olive, cast.acme, message="Hi {Nickname}")
    assert answer.status_code == 422
    assert "{Nickname} is not a field." in body(answer)


def test_the_switched_off_message_is_left_out(cast):
    answer = browser_of(cast.olive).post(PREVIEW, {"selection": ids(cast.acme), "message": "Not this {x}"})
    assert answer.status_code == 200
    assert "Not this" not in body(answer)


def test_statements_hardly_grow_with_the_selection(cast):
    many_clients(cast.firm, 10)
    browser = browser_of(cast.olive)
    browser.post(NEW, {"selection": EVERYONE})
    with statements() as few:
        browser.post(NEW, {"selection": EVERYONE})
    many_clients(cast.firm, 990, start=10)
    with statements() as many:
        browser.post(NEW, {"selection": EVERYONE})
    assert len(many) <= len(few) + 10


def test_the_tally_of_a_long_list_says_how_many_more_are_skipped(cast):
    answer = dialog(cast.olive, cast.acme, *(mute_client(cast.firm) for _ in range(120)))
    assert answer.status_code == 200
    assert "and 20 more" in body(answer)
