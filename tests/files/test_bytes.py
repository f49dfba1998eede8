"""Bytes obey the rule of the page: original, older version, zip member; every look is recorded."""

import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine

from latchstring.audit.models import Event
from latchstring.clients.actions.deactivate import deactivate
from latchstring.files.actions import upload as uploads
from latchstring.files.actions.add_folder import add_folder
from latchstring.files.actions.delete import delete
from latchstring.files.actions.share import share
from latchstring.files.content import open_version
from latchstring.files.models import Opening, Scan, Version
from latchstring.files.queries import listing
from latchstring.files.refusals import Damaged, NotPossible
from latchstring.files.zipping import zip_of
from latchstring.kernel import clock
from latchstring.policy.actor import Refused, viewing_actor
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import Access, PortalUser
from tests.files.kit import PDF, bytes_of, portal_actor, sent


def members(actor, client, **what):
    with zipfile.ZipFile(BytesIO(b"".join(zip_of(actor, client, **what).pieces))) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def test_who_can_not_see_a_file_gets_no_byte_of_it(cast):
    document = sent(cast.owner, cast.acme)
    others = [cast.rival_owner, portal_actor(cast.beta, "Bob"), portal_actor(cast.acme)]
    for actor in others:
        with pytest.raises(Version.DoesNotExist):
            open_version(actor, document.current)
        with pytest.raises((NotPossible, Refused)):
            zip_of(actor, cast.acme, documents=[document])
    with pytest.raises(Refused):
        open_version(replace(cast.owner, licences=frozenset()), document.current)
    assert not Event.objects.filter(name="file.downloaded").exists()


def test_access_that_was_removed_ends_at_the_next_request_and_a_file_with_the_bin(cast):
    carla = portal_actor(cast.acme)
    document = sent(cast.owner, cast.acme)
    share(cast.owner, cast.acme, [document])
    assert bytes_of(carla, document) == PDF
    delete(cast.owner, documents=[document])
    with pytest.raises(Version.DoesNotExist):
        open_version(carla, document.current)
    remove_access(cast.owner, Access.objects.get(client=cast.acme).person)
    person = PortalUser.objects.get(pk=carla.person_id)
    assert client_actor_for(person.user, cast.firm) is None


def test_an_inactive_client_has_no_files_in_the_portal(cast):
    carla = portal_actor(cast.acme)
    document = sent(carla, cast.acme)
    deactivate(cast.owner, cast.acme)
    with pytest.raises(Version.DoesNotExist):
        open_version(carla, document.current)


def test_a_client_gets_the_newest_version_only(cast):
    carla = portal_actor(cast.acme)
    document = sent(cast.owner, cast.acme)
    share(cast.owner, cast.acme, [document])
    old = document.current
    upload = uploads.begin(cast.owner, cast.acme, None, "W-2.pdf", 5, document=document)
    uploads.append(cast.owner, upload, BytesIO(b"%PDF-"), 0)
    document.refresh_from_db()
    assert bytes_of(carla, document) == b"%PDF-"
    with pytest.raises(Version.DoesNotExist):
        open_version(carla, old)
    assert b"".join(open_version(cast.owner, old)) == PDF


def test_every_download_is_recorded_and_what_a_client_opened_is_known(cast):
    carla = portal_actor(cast.acme)
    document = sent(cast.owner, cast.acme)
    share(cast.owner, cast.acme, [document])
    assert listing.openings(carla, [document]) == set()
    bytes_of(carla, document)
    bytes_of(carla, document, start=3)
    bytes_of(cast.owner, document)
    events = Event.objects.filter(name="file.downloaded").order_by("id")
    assert [(event.actor_name, event.subject_id) for event in events] == [
        ("Carla", document.pk), ("Carla", document.pk), ("Olive", document.pk)
    ]  # fmt: skip
    assert events[1].detail["from"] == 3
    assert (Opening.objects.get().times, listing.openings(carla, [document])) == (2, {document.pk})


def test_the_team_looking_as_the_client_opens_nothing_for_them_and_sends_nothing(cast):
    carla = portal_actor(cast.acme)
    document = sent(cast.owner, cast.acme)
    share(cast.owner, cast.acme, [document])
    looking = viewing_actor(cast.owner, person_id=carla.person_id, name="Carla", client_ids=carla.client_ids)
    assert bytes_of(looking, document) == PDF
    assert not Opening.objects.exists()
    with pytest.raises(Refused):
        uploads.begin(looking, cast.acme, None, "a.pdf", 10)


def test_bytes_that_were_changed_in_storage_are_not_sent_as_if_they_were_right(cast, files_folder):
    document = sent(cast.owner, cast.acme, content=PDF + bytes(200_000))
    [path] = [path for path in files_folder.rglob("*") if path.is_file()]
    raw = bytearray(path.read_bytes())
    raw[100_000] ^= 1
    path.write_bytes(raw)
    with pytest.raises(Damaged, match="damaged in storage"):
        bytes_of(cast.owner, document)
    path.unlink()
    with pytest.raises(Damaged):
        bytes_of(cast.owner, document)


def test_a_zip_has_files_and_folders_with_names_that_every_system_takes(cast):
    taxes = add_folder(cast.owner, cast.acme, None, "Taxes: 2025?")
    inner = add_folder(cast.owner, cast.acme, taxes, "State")
    files = [sent(cast.owner, cast.acme, "a.pdf", b"%PDF-1"), sent(cast.owner, cast.acme, "Ünï 🧾.txt", b"text")]
    sent(cast.owner, cast.acme, "b.pdf", b"%PDF-2", taxes)
    sent(cast.owner, cast.acme, "c.pdf", b"%PDF-3", inner)
    assert members(cast.owner, cast.acme, documents=files, folders=[taxes]) == {
        "a.pdf": b"%PDF-1",
        "Ünï 🧾.txt": b"text",
        "Taxes_ 2025_/b.pdf": b"%PDF-2",
        "Taxes_ 2025_/State/c.pdf": b"%PDF-3",
    }
    assert Event.objects.filter(name="file.downloaded").count() == 4


def test_a_zip_leaves_out_what_the_client_can_not_see(cast):
    carla = portal_actor(cast.acme)
    taxes = add_folder(cast.owner, cast.acme, None, "Taxes")
    shown, hidden = (sent(cast.owner, cast.acme, name, folder=taxes) for name in ("shown.pdf", "hidden.pdf"))
    share(cast.owner, cast.acme, [shown])
    assert list(members(carla, cast.acme, documents=[hidden], folders=[taxes])) == ["Taxes/shown.pdf"]
    Version.objects.filter(document=shown).update(scan=Scan.INFECTED)
    with pytest.raises(NotPossible, match="nothing to download"):
        zip_of(carla, cast.acme, folders=[taxes])


def test_a_zip_of_the_team_leaves_out_what_waits_for_its_scan_and_what_is_in_the_bin(cast):
    taxes = add_folder(cast.owner, cast.acme, None, "Taxes")
    kept, binned, waits = (sent(cast.owner, cast.acme, f"{name}.pdf", folder=taxes) for name in "abc")
    delete(cast.owner, documents=[binned])
    Version.objects.filter(document=waits).update(scan=Scan.WAITING)
    assert list(members(cast.owner, cast.acme, folders=[taxes])) == ["Taxes/a.pdf"]
    assert list(members(cast.owner, cast.acme, documents=[kept, binned, waits])) == ["a.pdf"]


def test_what_is_hidden_while_a_zip_is_sent_is_not_sent(cast):
    carla = portal_actor(cast.acme)
    files = [sent(cast.owner, cast.acme, f"{name}.pdf", PDF + bytes(2_000_000)) for name in "ab"]
    share(cast.owner, cast.acme, files)
    stream = zip_of(carla, cast.acme, documents=files).pieces
    next(stream)
    Version.objects.filter(document=files[1]).update(scan=Scan.INFECTED)
    with pytest.raises((Version.DoesNotExist, RuntimeError)):
        list(stream)


def test_two_files_of_one_name_are_both_in_the_zip(cast):
    carla = portal_actor(cast.acme)
    files = [sent(cast.owner, cast.acme, "a.pdf", b"%PDF-1"), sent(carla, cast.acme, "a.pdf", b"%PDF-2")]
    assert sorted(members(cast.owner, cast.acme, documents=files)) == ["a (2).pdf", "a.pdf"]


def test_bytes_go_on_after_an_hour_of_a_slow_download(cast):
    document = sent(cast.owner, cast.acme, content=PDF + bytes(3_000_000))
    pieces = open_version(cast.owner, document.current)
    first = next(pieces)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        assert len(first) + sum(map(len, pieces)) == len(PDF) + 3_000_000
