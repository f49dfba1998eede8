"""A team member's own page: the name and the password, never the role."""

from latchstring.accounts.models import TeamMember
from latchstring.kernel import clock
from tests.web.client_kit import browser_of


def test_sam_changes_his_name_and_nothing_else(cast):
    browser = browser_of(cast.sam)
    fields = {"name": "Sam Pike", "role": "owner", "email": "sam@evil.example", "permission_set": "1"}
    fields |= {"title": "Owner", "seats": "[]", "firm": str(cast.rival.pk), "deactivated_at": "2026-01-01T00:00Z"}
    assert browser.post("/profile/", fields).headers["Location"] == "/profile/"
    sam = TeamMember.objects.get(pk=cast.sam.pk)
    assert (sam.name, sam.role, sam.user.email) == ("Sam Pike", "staff-assigned", "sam@alder-pike.example")
    assert (sam.title, sam.seats, sam.firm, sam.deactivated_at) == ("", cast.sam.seats, cast.firm, None)
    assert "Sam Pike" in browser.get("/home/").content.decode()


def test_an_empty_name_is_explained(cast):
    answer = browser_of(cast.sam).post("/profile/", {"name": "  "})
    assert answer.status_code == 422
    assert "Enter your name." in answer.content.decode()


def test_a_new_password_keeps_this_session(cast):
    user = cast.sam.user
    user.set_password("an old sentence")
    user.save()
    browser = browser_of(cast.sam)
    answer = browser.post("/profile/password/", {"current": "an old sentence", "new": "a much newer sentence"})
    assert answer.headers["Location"] == "/profile/"
    assert browser.get("/profile/").status_code == 200


def test_who_left_the_team_finds_nothing(cast):
    browser = browser_of(cast.sam)
    TeamMember.objects.filter(pk=cast.sam.pk).update(deactivated_at=clock.now())
    assert browser.get("/profile/").status_code == 404
