"""Portal users, files and the audit log by the API."""

from latchstring.accounts.models import TeamMember
from latchstring.audit.models import Event
from latchstring.clients.models import Assignment
from tests.api.kit import Program
from tests.doors.files import put
from tests.web.client_kit import let_in


def test_portal_users_come_as_the_manager_lists_them(cast):
    for name in ("Dora", "Carla", "Bea"):
        let_in(cast.olive, cast.acme, f"{name.lower()}@acme.example", name)
    program = Program(cast.olive)
    first = program.get("portal-users", limit=2, show="invited").json()
    rest = program.get("portal-users", limit=2, show="invited", cursor=first["next"]).json()
    assert [each["name"] for each in first["items"] + rest["items"]] == ["Bea", "Carla", "Dora"]
    assert rest["next"] is None
    assert program.get("portal-users", show="logged-in").json()["items"] == []
    assert program.get("portal-users", q="dora").json()["items"][0]["status"] == "queued"


def test_one_portal_user_shows_only_the_clients_that_the_token_sees(cast):
    access = let_in(cast.olive, cast.acme, "carla@acme.example", "Carla")
    let_in(cast.olive, cast.beta, "carla@acme.example", "Carla")
    told = Program(cast.sam).get(f"portal-users/{access.person_id}").json()
    assert [each["name"] for each in told["clients"]] == ["Acme Bakery LLC"]
    assert told["client_count"] == 1
    assert Program(cast.olive).get(f"portal-users/{access.person_id}").json()["client_count"] == 2


def test_files_are_listed_and_read_and_the_log_has_the_download(cast):
    for name in ("b.txt", "a.txt", "c.txt"):
        put(cast.owner, cast.acme, name, b"The bytes of " + name.encode())
    program = Program(cast.sam)
    first = program.get(f"clients/{cast.acme.pk}/files", limit=2).json()
    rest = program.get(f"clients/{cast.acme.pk}/files", limit=2, cursor=first["next"]).json()
    assert [each["name"] for each in first["items"] + rest["items"]] == ["a.txt", "b.txt", "c.txt"]
    answer = program.get(f"files/{first['items'][0]['id']}/content")
    assert answer.getvalue() == b"The bytes of a.txt"
    assert answer["Content-Disposition"].startswith("attachment")
    event = Event.objects.get(name="file.downloaded")
    assert (event.actor_id, event.detail["token"]) == (cast.sam.pk, "Nightly")
    assert program.get(f"clients/{cast.acme.pk}/files", cursor="0" * 32).status_code == 422


def test_without_a_seat_for_files_the_page_and_the_program_are_told_the_same(cast):
    document = put(cast.owner, cast.acme, "a.txt")
    program = Program(cast.sam)
    TeamMember.objects.filter(pk=cast.sam.pk).update(seats=[])
    for path in (f"clients/{cast.acme.pk}/files", f"files/{document.pk}/content"):
        answer = program.get(path)
        assert answer.status_code == 403
        assert answer.json()["title"] == "You have no seat for Files"
        assert "in Settings, under Licences." in answer.json()["detail"]


def test_the_log_comes_newest_first_and_only_to_who_may_see_it(cast):
    program = Program(cast.olive)
    Program(cast.sam)
    first = program.get("audit", limit=1, name="token").json()
    rest = program.get("audit", limit=1, name="token", cursor=first["next"]).json()
    assert [each["actor_name"] for each in first["items"] + rest["items"]] == ["Sam", "Olive"]
    assert rest["next"] is None
    assert first["items"][0]["sentence"] == "Sam made the API token Nightly."
    assert Program(cast.sam).get("audit").status_code == 403


def test_days_beyond_every_calendar_are_days(cast):
    days = {"since": "0001-01-01", "until": "9999-12-31"}
    program = Program(cast.olive)
    assert len(program.get("audit", **days).json()["items"]) == 1
    wrong = program.get("audit", until="0").json()["errors"][0]
    assert (wrong["field"], "2027-04-30" in wrong["detail"]) == ("until", True)


def test_what_is_taken_from_a_member_is_taken_from_the_token(cast):
    program = Program(cast.sam)
    assert program.get(f"clients/{cast.acme.pk}").status_code == 200
    Assignment.objects.all().delete()
    assert program.get(f"clients/{cast.acme.pk}").status_code == 404
    asked = {"client_id": str(cast.acme.pk), "contact_ids": [str(cast.acme.contacts.first().pk)]}
    assert program.post("invites", asked).status_code == 404
    TeamMember.objects.filter(pk=cast.sam.pk).update(role="viewer")
    assert program.post("invites", asked).status_code == 403
