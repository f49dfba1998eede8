"""The clients of Alder & Pike and the people behind them, by the same actions that pages use."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from latchstring.accounts.models import TeamMember
from latchstring.cli.demo_firm.moments import told_at
from latchstring.clients.actions.add_contact import add_contact
from latchstring.clients.actions.create_client import create_client
from latchstring.clients.actions.deactivate import deactivate
from latchstring.clients.models import Client
from latchstring.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class Told:
    """What the book says of one person at one client: days ago for the invite and the last login."""

    client: Client
    name: str
    email: str
    status: str
    invited: int
    last_login: int
    sessions: int


def add_clients(actor: Actor, team: Mapping[str, TeamMember], since: datetime) -> list[Told]:
    """Write the clients of the book, a second apart; returns the people to whom something has happened since."""
    moments = (since + timedelta(seconds=second) for second in count())
    told: list[Told] = []
    closing: list[Client] = []
    client: Client | None = None
    for row in _book():
        if row["name"]:
            with told_at(next(moments)):
                client = _client(actor, team, row)
            closing += [client] if row["inactive"] else []
        if client and row["person"]:
            with told_at(next(moments)):
                add_contact(actor, client, name=row["person"], email=row["email"])
            if row["status"]:
                days = (int(row[column] or 0) for column in ("invited", "last_login", "sessions"))
                told.append(Told(client, row["person"], row["email"], row["status"], *days))
    for each in closing:
        with told_at(next(moments)):
            deactivate(actor, each)
    Client.objects.filter(firm_id=actor.firm_id).update(created_at=since)
    return told


def _client(actor: Actor, team: Mapping[str, TeamMember], row: Mapping[str, str]) -> Client:
    return create_client(
        actor,
        number=row["number"],
        name=row["name"],
        kind=row["kind"],
        street=row["street"],
        city=row["city"],
        region="ME",
        fiscal_year_end=row["fiscal_year_end"],
        responsible=team[row["responsible"]],
        tags=row["tags"].split("; "),
    )


def _book() -> Iterator[dict[str, str]]:
    with Path(__file__).with_name("clients.csv").open(newline="") as file:
        yield from csv.DictReader(file)
