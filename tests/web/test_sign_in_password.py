"""Log in with a password, and what it leads to."""

import pytest
from allauth.account.adapter import get_adapter

from latchstring.accounts.models import TeamMember, User
from latchstring.audit.models import Event
from latchstring.mail.models import Message
from latchstring.portals.models import Access, PortalUser, WebSession
from tests.web.doorstep import CARLA, PASSWORD, let_in, log_in, logged_in_as, make_login

NO_MATCH = "That email and password do not match."


@pytest.fixture
def olive(cast):
    cast.olive.user.set_password(PASSWORD)
    cast.olive.user.save()
    return cast.olive


def test_a_client_comes_into_the_portal(client, carla):
    answer = log_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/portal/")
    assert logged_in_as(client) == carla.user


def test_a_team_member_comes_home(client, olive):
    assert log_in(client, olive.user.email)["Location"] == "/home/"


def test_the_address_may_be_typed_in_any_case(client, carla):
    log_in(client, "  Carla@ACME.example ")
    assert logged_in_as(client) == carla.user


def test_a_login_counts_as_one_web_session_and_as_the_last_login(client, carla):
    log_in(client)
    carla.refresh_from_db()
    assert carla.web_sessions == 1
    assert carla.last_login_at is not None
    assert WebSession.objects.get(person=carla).session_key == client.session.session_key


def test_a_team_members_login_counts_for_no_client(client, olive, carla):
    log_in(client, olive.user.email)
    assert not WebSession.objects.exists()


def test_logins_are_in_the_log_by_who_it_was(client, carla, olive):
    log_in(client)
    log_in(client.__class__(), olive.user.email)
    events = Event.objects.filter(name="login.succeeded").order_by("id")
    assert [(event.actor_kind, event.actor_id, event.person_id) for event in events] == [
        ("client", carla.pk, carla.pk),
        ("staff", olive.pk, None),
    ]


def test_a_failed_login_is_in_the_log_without_the_password(client, carla):
    log_in(client, password="not this one at all")
    event = Event.objects.get(name="login.failed")
    assert (event.person_id, event.detail) == (carla.pk, {"name": CARLA, "why": "password"})
    assert "not this one" not in str(event.__dict__)


def test_a_wrong_password_is_one_sentence_and_keeps_the_address(client, carla):
    answer = log_in(client, password="wrong wrong wrong")
    assert answer.status_code == 422
    assert NO_MATCH in answer.content.decode()
    assert CARLA in answer.content.decode()
    assert logged_in_as(client) is None


def test_nothing_typed_is_told_at_the_fields(client, cast):
    answer = client.post("/login/", {})
    assert answer.status_code == 422
    assert "Enter your email address." in answer.content.decode()
    assert "Enter your password." in answer.content.decode()


def test_an_inactive_login_reads_like_a_wrong_password(client, carla):
    User.objects.filter(pk=carla.user_id).update(is_active=False)
    answer = log_in(client)
    assert NO_MATCH in answer.content.decode()
    assert logged_in_as(client) is None


def test_a_login_without_a_password_reads_like_a_wrong_one(client, carla):
    carla.user.set_unusable_password()
    carla.user.save()
    assert NO_MATCH in log_in(client).content.decode()


def test_a_login_that_belongs_to_nobody_here_is_told_so_and_stays_out(client, cast, rf):
    make_login("stranger@elsewhere.example")
    answer = log_in(client, "stranger@elsewhere.example")
    assert answer.status_code == 403
    assert "opens nothing at Alder &amp; Pike" in answer.content.decode()
    assert logged_in_as(client) is None


def test_somebody_whose_access_was_removed_is_told_so_and_stays_out(client, carla):
    Access.objects.update(removed_at=carla.created_at)
    assert log_in(client).status_code == 403
    assert logged_in_as(client) is None


def test_a_deactivated_member_stays_out(client, olive):
    TeamMember.objects.filter(pk=olive.pk).update(deactivated_at=olive.created_at)
    assert log_in(client, olive.user.email).status_code == 403


def test_who_works_here_and_is_a_client_too_chooses_the_side(client, cast, olive):
    person = let_in(cast.owner, cast.acme)
    PortalUser.objects.filter(pk=person.pk).update(user=olive.user)
    assert log_in(client, olive.user.email)["Location"] == "/"
    page = client.get("/").content.decode()
    assert "/home/" in page
    assert "/portal/" in page


def test_the_page_asked_for_comes_after_the_login(client, olive):
    page = client.get("/login/?next=/clients/").content.decode()
    assert 'name="next" value="/clients/"' in page
    assert log_in(client, olive.user.email, next="/clients/")["Location"] == "/clients/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "http:///evil.example", " //evil.example", "///evil.example", "%2F%2Fevil.example", "evil"],
)  # fmt: skip
def test_a_login_leads_to_our_own_pages_only(client, olive, elsewhere):
    assert log_in(client, olive.user.email, next=elsewhere)["Location"] == "/home/"
    assert "evil" not in client.__class__().get("/login/", {"next": elsewhere}).content.decode()


def test_a_client_who_asked_for_the_firms_side_comes_into_the_portal(client, carla):
    assert log_in(client, next="/clients/")["Location"] == "/portal/"


def test_who_is_logged_in_has_no_login_page(client, carla):
    log_in(client)
    assert client.get("/login/")["Location"] == "/"
    assert client.get("/")["Location"] == "/portal/"


def test_nobody_is_sent_to_log_in(client, cast):
    assert client.get("/")["Location"] == "/login/"


def test_the_session_gets_a_new_key(client, carla):
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["session"] = planted
    log_in(client)
    assert client.cookies["session"].value != planted
    assert not client.session.__class__().exists(planted)


def test_a_forged_login_is_refused(cast, carla):
    from django.test import Client as Browser

    assert log_in(Browser(enforce_csrf_checks=True)).status_code == 403


def test_logging_in_sends_no_email(client, carla):
    before = Message.objects.count()
    log_in(client)
    assert Message.objects.count() == before


def test_logging_out_takes_a_post_and_ends_the_session(client, carla):
    log_in(client)
    key = client.session.session_key
    assert client.get("/logout/").status_code == 405
    assert logged_in_as(client)
    assert client.post("/logout/")["Location"] == "/login/"
    assert logged_in_as(client) is None
    assert not client.session.__class__().exists(key)
    assert Event.objects.filter(name="login.ended", person_id=carla.pk).count() == 1
    assert WebSession.objects.get(person=carla).ended_at is not None


def test_logging_out_as_nobody_is_no_error(client, cast):
    assert client.post("/logout/").status_code == 302
    assert not Event.objects.filter(name="login.ended").exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, cast, method):
    assert getattr(client, method)("/login/").status_code == 405


def test_nobody_can_sign_up(client, cast):
    for path in ("/signup/", "/accounts/signup/", "/register/"):
        assert client.post(path, {"email": "new@x.example", "password1": PASSWORD}).status_code == 404
    assert not get_adapter().is_open_for_signup(None)


def test_a_login_is_not_stored_by_browsers_or_proxies(client, cast):
    assert "no-store" in client.get("/login/")["Cache-Control"]


def test_a_login_takes_the_same_few_statements_whoever_it_is(client, carla, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        log_in(client)
