"""What an administrator does from a shell, from an empty installation to invited clients."""

import json
from pathlib import Path

import pytest

from latchstring.accounts.models import TeamMember
from latchstring.portals.models import InviteBatch
from tests.cli.conftest import PASSWORD

CSV = """Client ID,Client Name,Email,First Name,Last Name
1,Acme Bakery LLC,carla@acme.example,Carla,Acme
2,Beta Farms,bob@beta.example,Bob,Beta
2,Beta Farms,bob@beta.example,Bob,Beta
3,,nobody@example.com,No,Body
"""


def said(done) -> str:
    assert done.returncode == 1
    assert done.stderr.startswith("latchstring: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_firm_begins_with_its_owner(create_firm):
    done = create_firm("--time-zone", "Europe/Berlin", "--owner-name", "Olive Oyl")
    assert done.stdout == "Created Alder & Pike (alder-pike), owned by olive@alder-pike.example.\n"
    owner = TeamMember.objects.get(role="owner")
    assert (owner.name, owner.firm.time_zone) == ("Olive Oyl", "Europe/Berlin")
    assert owner.user.check_password(PASSWORD.strip())


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"password": ""}, "Write the password to standard input"),
        ({"password": "short\n"}, "too short"),
        ({"email": "olive"}, "Enter an email address like"),
        ({"name": "  "}, "Enter the firm’s name"),
    ],
)
def test_a_firm_with_wrong_details_is_not_created(create_firm, wrong, sentence):
    assert sentence in said(create_firm(**wrong))
    assert not TeamMember.objects.exists()


def test_a_time_zone_must_be_one(create_firm):
    assert "“Mars/Olympus” is not a time zone" in said(create_firm("--time-zone", "Mars/Olympus"))


def test_two_firms_of_one_name_get_short_names_of_their_own(create_firm):
    assert "(alder-pike)" in create_firm().stdout
    assert "(alder-pike-2)" in create_firm(email="second@alder-pike.example").stdout


def test_the_same_command_twice_makes_one_firm(create_firm, firm):
    assert "olive@alder-pike.example owns Alder & Pike (alder-pike) already." in said(create_firm())
    done = create_firm("--slug", "second")
    assert "Run: latchstring add-domain HOST --firm second" in done.stdout


def test_a_team_grows_by_command(latchstring, firm):
    def add(*arguments):
        return latchstring("add-member", "--password-stdin", "--name", "Sam", *arguments, stdin=PASSWORD)

    done = add("--email", "sam@alder-pike.example", "--role", "staff")
    assert done.stdout == "Added Sam to Alder & Pike as Staff (all clients).\n"
    assert "is already on the team" in said(add("--email", "sam@alder-pike.example", "--role", "staff"))
    assert "“boss” is not a role" in said(add("--email", "x@alder-pike.example", "--role", "boss"))
    assert "has one owner" in said(add("--email", "x@alder-pike.example", "--role", "owner"))
    there = ("--email", "x@alder-pike.example", "--role", "admin", "--firm", "rival")
    assert "There is no firm “rival” here" in said(add(*there))


def test_two_firms_must_be_told_apart(latchstring, create_firm, firm):
    create_firm(name="Rival & Co", email="rita@rival.example")
    assert "Say which firm with --firm: alder-pike, rival-co." in said(latchstring("verify-audit"))
    done = latchstring("verify-audit", "--firm", "alder-pike")
    assert done.returncode == 0
    assert done.stdout.startswith("Alder & Pike: the audit log is whole:")


def test_without_a_firm_the_way_to_one_is_named(latchstring):
    assert "There is no firm here yet. Run: latchstring create-firm" in said(latchstring("verify-audit"))


def test_clients_are_imported_unattended_and_every_row_is_counted_once(latchstring, firm, tmp_path):
    file = tmp_path / "clients.csv"
    file.write_text(CSV)
    done = latchstring("import-clients", file)
    assert done.returncode == 0, done.stderr
    rejects = tmp_path / "clients.rejected.csv"
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "duplicate": 1,
        "rejected": 1,
        "rejects_file": str(rejects),
    }
    assert "nobody@example.com" in rejects.read_text()


def test_a_file_without_names_says_how_a_column_is_headed(latchstring, firm, tmp_path):
    file = tmp_path / "clients.csv"
    file.write_text("a,b\n1,2\n")
    assert "Head it Client Name, Contact or Last Name" in said(latchstring("import-clients", file))


def test_with_json_nothing_but_the_counts_is_printed(latchstring, firm, tmp_path):
    file = tmp_path / "clients.csv"
    file.write_text("\n".join(CSV.splitlines()[:3]))
    assert json.loads(latchstring("import-clients", file, "--json").stdout)["created"] == 2
    again = json.loads(latchstring("import-clients", file, "--json").stdout)
    assert (again["created"], again["unchanged"], again["rejects_file"]) == (0, 2, None)


def test_a_file_that_is_not_there_is_one_line(latchstring, firm, tmp_path):
    assert "No such file" in said(latchstring("import-clients", tmp_path / "nothing.csv"))


def test_clients_are_invited_by_number_or_all(latchstring, firm, tmp_path):
    file = tmp_path / "clients.csv"
    file.write_text(CSV)
    latchstring("import-clients", file)
    assert "has no client 99" in said(latchstring("invite", "--client", "1", "99"))
    assert "{Nickname} is not a field" in said(latchstring("invite", "--all", "--message", "Hi {Nickname}"))
    assert not InviteBatch.objects.exists()
    assert "Invites to 1 client are queued" in latchstring("invite", "--client", "1").stdout
    assert "every client without a portal are queued" in latchstring("invite", "--all").stdout
    assert InviteBatch.objects.count() == 2


def test_nobody_to_invite_is_one_line_that_says_why(latchstring, firm, tmp_path):
    file = tmp_path / "clients.csv"
    file.write_text("Client ID,Client Name,Email\n4,Mute LLC,\n")
    latchstring("import-clients", file)
    assert "has no email address that works" in said(latchstring("invite", "--client", "4"))


def test_the_demo_refuses_an_installation_in_use(latchstring, firm):
    assert "There is a firm here already" in said(latchstring("demo"))


def test_check_passes_on_a_healthy_installation_and_names_what_is_not(latchstring, firm, settings):
    settings.BASE_HOST = "127.0.0.1"
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.touch()
    healthy = latchstring("check")
    assert healthy.returncode == 0, healthy.stdout
    assert all(line.startswith("ok ") for line in healthy.stdout.splitlines())
    settings.MAILBOX, settings.BASE_HOST = False, "portal.example.com"
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "use_ssl": False, "use_tls": False, "username": ""},
        }
    }
    broken = latchstring("check")
    assert broken.returncode == 1
    assert [line.split()[1] for line in broken.stdout.splitlines() if line.startswith("NOT")] == ["settings", "email"]
    assert "127.0.0.1:9 does not take our connection. Nothing answers there. " in (broken.stdout)
