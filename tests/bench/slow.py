"""A mail server that answers each command after 100 ms: what leaves beside what so many connections allow."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from latchstring.portals import emails
from tests.bench.bulk import MESSAGE, use
from tests.bench.engines import COUNTS, crew, raw_rate, sent_by
from tests.bench.figures import figure
from tests.bench.people import firm_without_portals
from tests.bench.sink import sink

PAUSE = 0.1  # seconds
COMMANDS = 4  # MAIL, RCPT, DATA and the content


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    """A connection allows one email in four pauses; raw smtplib stands beside it in the same run."""
    warm = firm_without_portals(1, "warm")
    with sink(PAUSE) as server:
        use(server)
        letter = emails.invite_letter(warm, emails.Sender("Olive", "olive@alder-pike.example", uuid4()), MESSAGE)
        for count in COUNTS[db][:2]:
            allowed = count / (PAUSE * COMMANDS)
            raw = raw_rate(server, letter, n, count)
            firm = firm_without_portals(n, f"slow-{count}")
            with crew(server, "database:", count, warm):
                rate = sent_by(server, firm, n)
            case = f"a server that takes 100 ms a command, {count} worker{'s' * (count > 1)}"
            yield figure(f"{case}, beside what the connections allow", n, db, rate, "messages/s", allowed)
            yield figure(f"{case}, beside raw smtplib", n, db, rate, "messages/s", raw)
