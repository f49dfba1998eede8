"""The files of the demo's clients, written as rows of the past; two wait in the File inbox and one lies in the bin."""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from latchstring.accounts.models import TeamMember
from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.cli.demo_firm import log
from latchstring.cli.demo_firm.paper import drawn
from latchstring.clients.models import Client
from latchstring.files import blobs, keys, names, sniffing
from latchstring.files.models import Document, Folder, Scan, Version
from latchstring.kernel import clock
from latchstring.policy.actor import Kind
from latchstring.portals.models import PortalUser


@dataclass(frozen=True, slots=True)
class Sender:
    """Who put a paper there: one of the team, or somebody at the client."""

    name: str
    kind: Kind
    member: TeamMember | None = None
    person: PortalUser | None = None


def fill(team: Mapping[str, TeamMember]) -> None:
    with Path(__file__).with_name("papers.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            client = Client.objects.get(firm=team["Ruth Alder"].firm, number=row["number"])
            _put(client, _sender(client, team, row["from"]), row)


def _sender(client: Client, team: Mapping[str, TeamMember], who: str) -> Sender:
    if who in team:
        return Sender(who, Kind.STAFF, member=team[who])
    person = PortalUser.objects.get(firm=client.firm_id, email=who)
    return Sender(person.name, Kind.CLIENT, person=person)


def _put(client: Client, sender: Sender, row: Mapping[str, str]) -> None:
    moment = clock.now() - timedelta(days=int(row["days"]), minutes=7 * len(row["name"]))
    shared = moment if row["state"] == "shared" or sender.person else None
    document = Document.objects.create(
        firm_id=client.firm_id,
        client=client,
        folder=_folder(client, row["folder"], moment),
        name=row["name"],
        sort_name=names.sortable(row["name"]),
        member_id=sender.member.pk if sender.member else None,
        person_id=sender.person.pk if sender.person else None,
        added_by=sender.name,
        created_at=moment,
        changed_at=moment,
        shared_at=shared,
        reviewed_at=moment + timedelta(hours=3) if row["state"] == "reviewed" else None,
        deleted_at=moment + timedelta(hours=5) if row["state"] == "binned" else None,
    )
    content = drawn(row["name"], row["paper"], client=client.name, year=row["year"])
    document.current = _version(document, content, moment)
    document.save(update_fields=["current"])
    _tell(document, sender, moment)


def _version(document: Document, content: bytes, moment: datetime) -> Version:
    """Sealed as an upload is; the worker draws its preview."""
    key, place = keys.current(document.firm_id), blobs.new_place(document.firm_id)
    blobs.write(key.pk, place, len(content), [content])
    return Version.objects.create(
        firm_id=document.firm_id,
        document=document,
        key=key,
        place=place,
        size=len(content),
        sha256=hashlib.sha256(content).digest(),
        content_type=sniffing.content_type(content),
        scan=Scan.WAITING if settings.CLAMD else Scan.UNSCANNED,
        added_by=document.added_by,
        created_at=moment,
    )


def _folder(client: Client, path: str, moment: datetime) -> Folder | None:
    folder = None
    for name in filter(None, path.split("/")):
        folder, _ = Folder.objects.get_or_create(
            firm_id=client.firm_id,
            client=client,
            parent=folder,
            name=name,
            sort_name=names.sortable(name),
            defaults={"created_at": moment},
        )
    return folder


def _tell(document: Document, sender: Sender, moment: datetime) -> None:
    told = [(Name.FILE_ADDED, moment)]
    told += [(Name.FILE_SHARED, moment)] if document.shared_at and sender.member else []
    told += [(Name.FILE_DELETED, document.deleted_at)] if document.deleted_at else []
    who = sender.member or sender.person
    Event.objects.bulk_create(
        log.event(
            when,
            firm_id=document.firm_id,
            name=name,
            actor_kind=sender.kind,
            actor_id=who.pk if who else None,
            actor_name=sender.name,
            client_id=document.client_id,
            person_id=sender.person.pk if sender.person else None,
            subject_id=document.pk,
            detail={"name": document.name},
        )
        for name, when in told
    )
