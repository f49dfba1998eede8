"""Mail servers, letters and campaigns for the tests of mail."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from latchstring.firms.models import Firm
from latchstring.kernel import clock, stopping
from latchstring.kernel.ids import uuid7
from latchstring.mail.models import Campaign, Letter, Message
from latchstring.mail.outbox import Post, queue_many
from tests.mail.smtp import Sink, free_port, running

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def use_server(settings: Any, port: int, timeout: float = 2) -> None:
    options = {"host": "127.0.0.1", "port": port, "timeout": timeout}
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}
    settings.MAILBOX = False


@pytest.fixture(params=[True, False], ids=["pipelining", "one by one"])
def smtp(request: pytest.FixtureRequest, settings: Any) -> Iterator[Sink]:
    with running(Sink(pipelining=request.param)) as sink:
        use_server(settings, sink.port)
        yield sink


@pytest.fixture
def no_smtp(settings: Any) -> int:
    """A port on which nobody listens."""
    port = free_port()
    use_server(settings, port)
    return port


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    yield
    stopping.requested.clear()


def make_letter(firm: Firm, **fields: Any) -> Letter:
    texts = {
        "subject": "Welcome, {{first_name}}",
        "text": "Hello {{first_name}},\n\nyour portal: {{link}}\n",
        "html": '<p>Hello {{first_name}}</p><p><a href="{{link}}">Open</a></p>\n',
    }
    rest = {"from_name": "Ruth Alder, Alder & Pike", "from_address": "portal@alderpike.example"}
    return Letter.objects.create(firm=firm, kind="invite", digest=uuid7().bytes * 2, **(texts | rest | fields))


@pytest.fixture
def campaign(cast: Any) -> Campaign:
    return Campaign.objects.create(firm=cast.firm, opened_at=clock.now())


def address(i: int) -> str:
    return f"client{i}@mail.example"


def posts(n: int, **fields: Any) -> list[Post]:
    return [Post(address(i), f"Client {i}", {"first_name": f"Ana{i}"} | fields, "invite", uuid7()) for i in range(n)]


@pytest.fixture
def queue_n(cast: Any) -> Callable[..., list[Message]]:
    """Queue n invites to client0@mail.example and so on."""

    def queue(n: int, campaign: Campaign | None = None, letter: Letter | None = None) -> list[Message]:
        mine = posts(n)
        queue_many(cast.firm.pk, letter or make_letter(cast.firm), mine, kind="invite", campaign=campaign)
        return list(Message.objects.filter(pk__in=[post.id for post in mine]).order_by("pk"))

    return queue


def database_url() -> str:
    """Where other processes find the database of this test."""
    parts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{parts['NAME']}"
    return f"postgres://{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"
