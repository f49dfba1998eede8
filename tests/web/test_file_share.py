"""Sharing opens the Client Portal window: files, invites and emails go in one transaction or not at all."""

import pytest

from latchstring.clients.models import Client
from latchstring.files.models import Document, Version
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.portals.models import Access, Invite
from tests.web.client_kit import browser_of, came_back, let_in
from tests.web.file_kit import come_in, firm_url, put, text_of
from tests.web.window_kit import key


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


@pytest.fixture
def draft(cast):
    return put(cast.owner, cast.acme, "Draft return.pdf", b"%PDF-1.7")


def url(cast):
    return firm_url("files-share", cast.acme)


def is_visible(document):
    return Document.objects.get(pk=document.pk).shared_at is not None


def test_the_window_names_the_files_and_whom_they_are_for(cast, olive, draft):
    text = text_of(olive.get(url(cast), {"document": draft.pk}))
    assert "Client Portal" in text
    assert "Draft return.pdf" in text
    assert "Who should see this file at Acme Bakery LLC? Nobody there has access yet." in text
    assert f'value="{key("luis@acme.example")}"' in text
    assert not is_visible(draft)


def test_it_says_to_how_many_people_it_will_be_visible_before_saving(cast, olive, draft):
    come_in(cast, cast.acme)
    text = text_of(olive.get(url(cast), {"document": draft.pk}))
    assert "Visible to 1 person with access." in text
    assert "1 with access gets a notice." in text
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme")
    assert "Visible to 1 person with access." in text_of(olive.get(url(cast), {"document": draft.pk}))
    come_in(cast, cast.acme, "luis@acme.example", "Luis Acme")
    assert "Visible to 2 people with access." in text_of(olive.get(url(cast), {"document": draft.pk}))


def test_at_an_inactive_client_it_says_that_nobody_can_open_files(cast, olive, draft):
    come_in(cast, cast.acme)
    Client.objects.filter(pk=cast.acme.pk).update(inactive_at=clock.now())
    text = text_of(olive.get(url(cast), {"document": draft.pk}))
    assert "Nobody at Acme Bakery LLC can open files while it is inactive." in text
    assert "Visible to" not in text


def test_send_shares_invites_and_tells_at_once(cast, olive, draft):
    come_in(cast, cast.acme)
    other = put(cast.owner, cast.acme, "Letter.txt")
    before = set(Message.objects.values_list("pk", flat=True))
    answer = olive.post(url(cast), {"document": [draft.pk, other.pk], "to": [key("luis@acme.example")]}, follow=True)
    assert "The client can see 2 files now. Invite sent to Luis Acme" in text_of(answer)
    assert is_visible(draft)
    assert is_visible(other)
    assert {(each.kind, each.to_address) for each in Message.objects.exclude(pk__in=before)} == {
        ("file-shared", "carla@acme.example"),
        ("invite", "luis@acme.example"),
    }


def test_who_has_access_needs_no_tick(cast, olive, draft):
    come_in(cast, cast.acme)
    olive.post(url(cast), {"document": draft.pk})
    assert is_visible(draft)
    assert Message.objects.filter(kind="file-shared").count() == 1


def test_with_nobody_to_see_it_the_window_asks_once_more_and_keeps_everything(cast, olive, draft):
    answer = olive.post(url(cast), {"document": draft.pk, "personal": "on", "message": "Please read."})
    assert answer.status_code == 422
    text = text_of(answer)
    assert "Tick at least one person" in text
    assert "Please read.</textarea>" in text
    assert f'name="document" value="{draft.pk}"' in text
    assert not is_visible(draft)


def test_it_may_be_made_visible_before_anybody_is_invited(cast, olive, draft):
    olive.post(url(cast), {"document": draft.pk, "alone": "1", "to": [key("luis@acme.example")]})
    assert is_visible(draft)
    assert not Invite.objects.exists()


def test_looking_and_going_away_changes_nothing(cast, olive, draft):
    olive.get(url(cast), {"document": draft.pk})
    text = text_of(olive.get(url(cast), {"document": draft.pk}))
    assert f'href="{firm_url("client-files", cast.acme)}" data-close>Cancel' in text
    assert not is_visible(draft)
    assert not Message.objects.exists()


def test_adding_a_person_without_a_script_keeps_the_files(cast, olive, draft):
    said = {"document": draft.pk, "add": "1", "new_email": "spouse@acme.example", "new_name": "Ana Acme"}
    text = text_of(olive.post(url(cast), said))
    assert f'name="document" value="{draft.pk}"' in text
    assert 'value="spouse@acme.example" checked' in text
    olive.post(
        url(cast),
        {
            "document": draft.pk,
            "to": ["spouse@acme.example"],
            "added": ["spouse@acme.example"],
            "added_name": ["Ana Acme"],
        },
    )
    assert Access.objects.get().person.email == "spouse@acme.example"
    assert is_visible(draft)


@pytest.mark.parametrize(
    "said",
    [
        {"personal": "on", "message": "Dear {Frist name}", "to": "luis@acme.example"},
        {"new_email": "not an address"},
        {"new_email": "two@x.example, three@x.example"},
    ],
)
def test_bad_input_shares_nothing_and_invites_nobody(cast, olive, draft, said):
    if "to" in said:
        said = said | {"to": [key(said["to"])]}
    answer = olive.post(url(cast), said | {"document": draft.pk})
    assert answer.status_code == 422
    assert not is_visible(draft)
    assert not Invite.objects.exists()
    assert not Message.objects.exists()


def test_an_inactive_address_can_not_be_ticked(cast, olive, draft):
    came_back(cast.firm, "luis@acme.example", days=3)
    assert "Email inactive since" in text_of(olive.get(url(cast), {"document": draft.pk}))
    answer = olive.post(url(cast), {"document": draft.pk, "to": [key("luis@acme.example")]})
    assert answer.status_code == 422
    assert not is_visible(draft)


def test_a_file_with_a_virus_is_not_shared_and_nobody_is_invited(cast, olive, draft):
    Version.objects.update(scan="infected")
    answer = olive.post(url(cast), {"document": draft.pk, "to": [key("luis@acme.example")]})
    assert answer.status_code == 422
    assert "virus" in text_of(answer)
    assert not is_visible(draft)
    assert not Invite.objects.exists()


def test_staff_with_the_client_may_share_though_they_can_not_open_the_manager(cast, draft):
    sam = browser_of(cast.sam)
    sam.post(url(cast), {"document": draft.pk, "to": [key("luis@acme.example")]})
    assert is_visible(draft)
    assert Access.objects.get().person.email == "luis@acme.example"
    assert sam.get("/clients/portals/").status_code == 403


def test_somebody_who_may_only_look_can_not_share(cast, draft):
    answer = browser_of(cast.vic).post(url(cast), {"document": draft.pk, "to": [key("luis@acme.example")]})
    assert answer.status_code == 403
    assert not is_visible(draft)


def test_what_the_client_sees_already_leads_back_to_the_list(cast, olive):
    carla, _ = come_in(cast, cast.acme)
    sent = put(carla, cast.acme, "W-2.txt")
    answer = olive.get(url(cast), {"document": sent.pk}, follow=True)
    assert answer.request["PATH_INFO"] == firm_url("client-files", cast.acme)


def test_the_window_is_a_dialog_by_htmx_and_send_leaves_the_page(cast, olive, draft):
    come_in(cast, cast.acme)
    window = olive.get(url(cast), {"document": draft.pk}, headers={"HX-Request": "true"})
    assert text_of(window).startswith('<dialog class="dialog"')
    sent = olive.post(url(cast), {"document": draft.pk}, headers={"HX-Request": "true"})
    assert sent.headers["HX-Redirect"] == firm_url("client-files", cast.acme)


CHOOSE = {"choose": "1"}


def test_from_the_record_the_window_lets_one_choose_among_private_files(cast, olive, draft):
    infected = put(cast.owner, cast.acme, "Infected.pdf")
    Version.objects.filter(document=infected).update(scan="infected")
    put(cast.owner, cast.beta, "Of Beta.pdf")
    seen = put(cast.owner, cast.acme, "Seen.pdf")
    olive.post(url(cast), {"document": seen.pk, "alone": "1"})
    record = text_of(olive.get(f"/clients/{cast.acme.pk}/"))
    assert f'href="{url(cast)}?choose=1"' in record
    text = text_of(olive.get(url(cast), CHOOSE))
    assert f'<input class="check" type="checkbox" name="document" value="{draft.pk}">' in text
    assert not any(name in text for name in ("Infected.pdf", "Of Beta.pdf", "Seen.pdf"))
    assert f'href="/clients/{cast.acme.pk}/" data-close>Cancel' in text


def test_what_is_ticked_there_is_shared_and_the_spouse_invited_in_one_step(cast, olive, draft):
    other = put(cast.owner, cast.acme, "Letter.txt")
    olive.post(url(cast), CHOOSE | {"document": draft.pk, "new_email": "spouse@acme.example", "new_name": "Ana"})
    assert (is_visible(draft), is_visible(other)) == (True, False)
    assert Access.objects.get().person.email == "spouse@acme.example"


def test_with_no_file_ticked_it_asks_and_keeps_the_rest(cast, olive, draft):
    answer = olive.post(url(cast), CHOOSE | {"to": [key("luis@acme.example")]})
    assert answer.status_code == 422
    text = text_of(answer)
    assert "Tick at least one file." in text
    assert f'value="{key("luis@acme.example")}" checked' in text
    kept = text_of(olive.post(url(cast), CHOOSE | {"document": draft.pk, "add": "1", "new_email": "x"}))
    assert f'name="document" value="{draft.pk}" checked' in kept
    assert not Invite.objects.exists()


def test_with_nothing_to_share_the_window_says_so_and_sends_nothing(cast, olive):
    text = text_of(olive.get(url(cast), CHOOSE))
    assert "Acme Bakery LLC can see every file already." in text
    assert f'href="{firm_url("client-files", cast.acme)}">Upload files' in text
    answer = olive.post(url(cast), CHOOSE | {"to": [key("luis@acme.example")]})
    assert answer.status_code == 422
    assert not Invite.objects.exists()
