"""The whole story on real parts: one command, a real list, two thousand invites over SMTP, a client comes in."""

import csv
import json
import re
import shutil
import signal
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.cli.shell import COMMAND, Shell, free_port
from tests.mail.smtp import Sink, running

pytestmark = pytest.mark.slow

SHARED_LIST = Path(__file__).parents[3] / "shared" / "data" / "clients-2000.csv"
PASSWORD = "a long enough sentence"
PATIENCE = 240_000  # milliseconds, on a machine that does other things too


@pytest.fixture
def sink():
    with running(Sink()) as sink:
        yield sink


@pytest.fixture
def installation(tmp_path, sink, migrated):
    port = free_port()
    shell = Shell(
        shutil.copytree(migrated, tmp_path / "data"),
        {"LATCHSTRING_EMAIL_URL": f"smtp://127.0.0.1:{sink.port}", "LATCHSTRING_BASE_URL": f"http://127.0.0.1:{port}"},
    )
    created = shell(
        "create-firm", "--name", "Alder & Pike", "--owner-email", "ruth@alder.example", "--owner-name", "Ruth Alder",
        "--password-stdin", stdin=PASSWORD,
    )  # fmt: skip
    assert created.returncode == 0, created.stderr
    command = [*COMMAND, "serve", "--port", str(port)]
    with subprocess.Popen(command, env=shell.environment, stdout=subprocess.PIPE) as server:
        try:
            assert b"ready" in server.stdout.readline()
            yield shell
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait(30) == 0


@pytest.fixture
def a_list(tmp_path):
    """The real list of two thousand where it is at hand, else one of sixty."""
    if SHARED_LIST.exists():
        return SHARED_LIST
    path = tmp_path / "clients.csv"
    rows = [[f"C-{n}", f"Client {n}", f"Ann{n}", f"client{n}@mail.example"] for n in range(60)]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["Client ID", "Client Name", "First Name", "Email"], *rows])
    return path


@pytest.fixture
def person(chromium, installation):
    with ExitStack() as stack:

        def come(path: str) -> Page:
            context = chromium.new_context(base_url=installation.settings["LATCHSTRING_BASE_URL"])
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(60_000)
            page.goto(path)
            return page

        yield come


def log_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in", exact=True).click()


def import_list(page: Page, path: Path) -> None:
    page.goto("/clients/import/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Upload and preview").click()
    page.get_by_role("button", name="Import", exact=True).click(timeout=PATIENCE)
    expect(page.get_by_role("heading", name=re.compile("is imported"))).to_be_visible(timeout=PATIENCE)


def invite_everybody(page: Page) -> None:
    navigation = page.get_by_role("navigation", name="Global")
    navigation.get_by_role("link", name="Clients", exact=True).click()
    navigation.get_by_role("link", name="Manage Client Portals").click()
    page.get_by_role("link", name=re.compile("Without client portals")).click()
    page.get_by_role("checkbox", name=re.compile("^Select "), disabled=False).nth(1).check()
    page.get_by_role("button", name=re.compile(r"^Select all [\d,]+")).last.click()
    page.get_by_role("button", name=re.compile(r"^Send invite \(")).click()
    message = page.get_by_role("textbox", name="Message")
    if not message.is_visible():
        page.get_by_role("switch", name="Include a personalized message").click()
    message.fill("Hello {First name}, your 2025 organizer is waiting.")
    page.get_by_role("button", name="Send", exact=True).click()


def link_in(email) -> str:
    return re.search(r"http://\S+/i/[\w-]{43}/", email.get_body(("plain",)).get_content()).group()


def wait_for(holds, seconds: float = PATIENCE / 1000) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "It took too long."
        time.sleep(0.2)


def test_a_firm_invites_its_clients_and_they_come_in(installation, person, sink, a_list):
    ruth = person("/login/")
    log_in(ruth, "ruth@alder.example", PASSWORD)
    import_list(ruth, a_list)

    invite_everybody(ruth)
    expect(ruth.get_by_role("heading", level=1)).to_contain_text("invites", ignore_case=True)
    batch = ruth.url
    wait_for(lambda: installed_figures(installation)["waiting"] == 0)
    figures = installed_figures(installation)
    assert len(sink.received) == figures["sent"]
    assert max(sink.counts.values()) == 1
    ruth.goto(batch)
    expect(ruth.get_by_text(re.compile(r"^\s*Sent\s*$")).first).to_be_visible()

    address = sink.received[0][0]
    email = sink.emails(address)[0]
    assert "your 2025 organizer is waiting" in email.get_body(("html",)).get_content()
    client = person(link_in(email))
    client.get_by_label("Choose a password").fill(PASSWORD)
    client.get_by_role("button", name="Open your portal").click()
    expect(client).to_have_url(re.compile("/portal/"))
    expect(client.get_by_role("heading", level=1)).to_be_visible()

    ruth.goto(f"/clients/portals/?q={address}")
    row = ruth.get_by_role("row").filter(has_text=address)
    expect(row).to_contain_text("Accepted")
    expect(row).to_contain_text("Today")


def installed_figures(installation: Shell) -> dict[str, int]:
    """Campaigns that are not over and emails that were sent, counted in the database by a process of its own."""
    code = (
        "import os, django, json; os.environ['DJANGO_SETTINGS_MODULE']='latchstring.config.settings'; django.setup();"
        "from latchstring.mail.models import Campaign as C, Message as M;"
        "print(json.dumps({'waiting': C.objects.filter(finished_at=None).count(),"
        "'sent': M.objects.filter(kind='invite', state='sent').count()}))"
    )
    done = subprocess.run(
        [COMMAND[0], "-c", code], env=installation.environment, capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))
