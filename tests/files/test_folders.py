"""Folders and the bin: add, rename, move, delete, restore, and remove for good."""

from datetime import timedelta

import pytest
import time_machine

from latchstring.audit.models import Event
from latchstring.files.actions.add_folder import DEEPEST, add_folder
from latchstring.files.actions.delete import delete
from latchstring.files.actions.make_link import make_link
from latchstring.files.actions.move import move
from latchstring.files.actions.rename import rename
from latchstring.files.actions.restore import restore
from latchstring.files.actions.share import share
from latchstring.files.actions.sweep import sweep
from latchstring.files.models import Document, Folder, SecureLink, Version
from latchstring.files.queries import binned, listing
from latchstring.files.refusals import BadName, NotPossible
from latchstring.kernel import clock
from latchstring.policy.actor import Refused
from tests.files.kit import PDF, bytes_of, portal_actor, sent

MONTH = timedelta(days=30, minutes=1)


def names(actor, client, folder=None):
    found = listing.rows(actor, client, folder)
    return [each.name for each in (*found.folders, *found.documents)]


def test_a_folder_holds_files_and_folders_by_name(cast):
    taxes = add_folder(cast.owner, cast.acme, None, "Taxes")
    add_folder(cast.owner, cast.acme, taxes, "2025")
    for name in ("b 10.pdf", "b 9.pdf", "A.pdf"):
        sent(cast.owner, cast.acme, name, folder=taxes)
    assert names(cast.owner, cast.acme) == ["Taxes"]
    assert names(cast.owner, cast.acme, taxes) == ["2025", "A.pdf", "b 9.pdf", "b 10.pdf"]


@pytest.mark.parametrize("nested", [False, True])
def test_a_name_is_there_once_in_a_folder(cast, nested):
    parent = add_folder(cast.owner, cast.acme, None, "Parent") if nested else None
    first = add_folder(cast.owner, cast.acme, parent, "Taxes")
    with pytest.raises(BadName, match="“TAXES” here already"):
        add_folder(cast.owner, cast.acme, parent, "TAXES")
    delete(cast.owner, folders=[first])
    add_folder(cast.owner, cast.acme, parent, "taxes")
    assert add_folder(cast.owner, cast.beta, None, "Taxes")


def test_folders_are_nested_so_deep_and_no_deeper(cast):
    folder = None
    for number in range(DEEPEST):
        folder = add_folder(cast.owner, cast.acme, folder, str(number))
    with pytest.raises(NotPossible, match="nested deeper"):
        add_folder(cast.owner, cast.acme, folder, "more")


def test_a_long_folder_is_listed_in_pages(cast):
    for number in range(5):
        sent(cast.owner, cast.acme, f"{number}.pdf")
    first = listing.rows(cast.owner, cast.acme, size=3)
    second = listing.rows(cast.owner, cast.acme, after=first.next, size=3)
    assert [each.name for each in (*first.documents, *second.documents)] == [f"{number}.pdf" for number in range(5)]
    assert (bool(first.next), second.next) == (True, "")
    assert len(listing.rows(cast.owner, cast.acme, after="nonsense").documents) == 5


def test_a_listing_takes_the_same_statements_however_long_it_is(cast, django_assert_num_queries):
    sent(cast.owner, cast.acme, "0.pdf")
    with django_assert_num_queries(2):
        listing.rows(cast.owner, cast.acme)
    for number in range(1, 12):
        sent(cast.owner, cast.acme, f"{number}.pdf")
    with django_assert_num_queries(2):
        listing.rows(cast.owner, cast.acme)


def test_a_client_sees_the_folders_on_the_way_to_what_is_shown(cast):
    carla = portal_actor(cast.acme)
    taxes, secret = (add_folder(cast.owner, cast.acme, None, name) for name in ("Taxes", "Secret"))
    year = add_folder(cast.owner, cast.acme, taxes, "2025")
    shown, _ = sent(cast.owner, cast.acme, "a.pdf", folder=year), sent(cast.owner, cast.acme, "b.pdf", folder=secret)
    assert names(carla, cast.acme) == []
    share(cast.owner, cast.acme, [shown])
    assert names(carla, cast.acme) == ["Taxes"]
    assert names(carla, cast.acme, taxes) == ["2025"]
    assert names(carla, cast.acme, year) == ["a.pdf"]


def test_files_and_folders_are_renamed(cast):
    document, folder = sent(cast.owner, cast.acme, "a.pdf"), add_folder(cast.owner, cast.acme, None, "Taxes")
    rename(cast.owner, document, " b.pdf ")
    rename(cast.owner, folder, "Taxes 2025")
    assert names(cast.owner, cast.acme) == ["Taxes 2025", "b.pdf"]
    assert Event.objects.get(name="file.renamed").detail == {"name": "b.pdf", "before": "a.pdf"}
    with pytest.raises(BadName, match="can't contain"):
        rename(cast.owner, document, "../b.pdf")
    add_folder(cast.owner, cast.acme, None, "Other")
    with pytest.raises(BadName, match="here already"):
        rename(cast.owner, folder, "other")


def test_files_and_folders_are_moved_and_never_into_themselves(cast):
    taxes = add_folder(cast.owner, cast.acme, None, "Taxes")
    year = add_folder(cast.owner, cast.acme, taxes, "2025")
    document = sent(cast.owner, cast.acme)
    move(cast.owner, cast.acme, documents=[document], to=year)
    assert names(cast.owner, cast.acme, year) == ["W-2.pdf"]
    with pytest.raises(NotPossible, match="into itself"):
        move(cast.owner, cast.acme, folders=[taxes], to=year)
    move(cast.owner, cast.acme, folders=[year], to=None)
    assert names(cast.owner, cast.acme) == ["2025", "Taxes"]
    with pytest.raises(NotPossible):
        move(cast.owner, cast.acme, documents=[document], to=add_folder(cast.owner, cast.beta, None, "Theirs"))
    told = Event.objects.filter(name__endswith=".moved").order_by("id")
    assert [(event.detail["name"], event.detail["to"]) for event in told] == [("W-2.pdf", "2025"), ("2025", "")]


def test_a_deleted_folder_is_one_thing_in_the_bin_and_comes_back_whole(cast):
    taxes = add_folder(cast.owner, cast.acme, None, "Taxes")
    year = add_folder(cast.owner, cast.acme, taxes, "2025")
    kept, early = sent(cast.owner, cast.acme, "a.pdf", folder=year), sent(cast.owner, cast.acme, "b.pdf", folder=year)
    delete(cast.owner, documents=[early])
    delete(cast.owner, folders=[taxes])
    assert names(cast.owner, cast.acme) == []
    found = binned.rows(cast.owner, cast.acme)
    assert ([each.name for each in found.folders], [each.name for each in found.documents]) == (["Taxes"], ["b.pdf"])
    told = Event.objects.filter(name="file.deleted").order_by("id")
    assert [event.detail["name"] for event in told] == ["b.pdf", "a.pdf"]
    add_folder(cast.owner, cast.acme, None, "Taxes")
    restore(cast.owner, folders=[taxes])
    assert names(cast.owner, cast.acme) == ["Taxes", "Taxes (2)"]
    kept.refresh_from_db()
    early.refresh_from_db()
    assert (kept.deleted_at, bool(early.deleted_at)) == (None, True)
    restore(cast.owner, documents=[early])
    assert names(cast.owner, cast.acme, year) == ["a.pdf", "b.pdf"]


def test_a_file_whose_folder_is_gone_comes_back_on_top(cast):
    taxes = add_folder(cast.owner, cast.acme, None, "Taxes")
    document = sent(cast.owner, cast.acme, folder=taxes)
    delete(cast.owner, documents=[document])
    delete(cast.owner, folders=[taxes])
    restore(cast.owner, documents=[document])
    assert names(cast.owner, cast.acme) == ["W-2.pdf"]


def test_what_is_in_the_bin_is_not_there_for_the_client(cast):
    carla = portal_actor(cast.acme)
    document = sent(carla, cast.acme)
    delete(cast.owner, documents=[document])
    with pytest.raises(Version.DoesNotExist):
        bytes_of(carla, document)
    assert bytes_of(cast.owner, document) == PDF


def test_after_thirty_days_rows_and_bytes_are_gone_and_the_log_stays(cast, anywhere):
    taxes = add_folder(cast.owner, cast.acme, None, "Taxes")
    add_folder(cast.owner, cast.acme, taxes, "Inner")
    document, kept = sent(cast.owner, cast.acme, folder=taxes), sent(cast.owner, cast.acme, "kept.pdf")
    make_link(cast.owner, document, expires_at=clock.now() + timedelta(days=7), password="long enough")
    delete(cast.owner, folders=[taxes])
    with time_machine.travel(clock.now() + timedelta(days=29, hours=23)):
        sweep()
    assert Document.objects.count() == 2
    with time_machine.travel(clock.now() + MONTH):
        sweep()
        sweep()
    assert list(Document.objects.all()) == [kept]
    assert (Folder.objects.count(), SecureLink.objects.count(), len(anywhere())) == (0, 0, 1)
    assert Event.objects.get(name="file.purged").detail["name"] == "W-2.pdf"


def test_a_client_changes_its_own_upload_for_ten_minutes_and_no_other(cast):
    carla, luis = portal_actor(cast.acme), portal_actor(cast.acme, "Luis")
    document, firms = sent(carla, cast.acme, "a.pdf"), sent(cast.owner, cast.acme, "firm.pdf")
    share(cast.owner, cast.acme, [firms])
    rename(carla, document, "b.pdf")
    for actor, file in ((luis, document), (carla, firms)):
        with pytest.raises(Refused):
            rename(actor, file, "c.pdf")
        with pytest.raises(Refused):
            delete(actor, documents=[file])
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        with pytest.raises(Refused):
            rename(carla, document, "c.pdf")
        with pytest.raises(Refused):
            delete(carla, documents=[document])
    delete(carla, documents=[document])
    assert names(carla, cast.acme) == ["firm.pdf"]


@pytest.mark.parametrize("who", ["viewer", "client"])
def test_who_may_not_change_files_changes_nothing(cast, who):
    actor = cast.viewer if who == "viewer" else portal_actor(cast.acme)
    folder, document = add_folder(cast.owner, cast.acme, None, "Taxes"), sent(cast.owner, cast.acme)
    share(cast.owner, cast.acme, [document])
    for attempt in (
        lambda: add_folder(actor, cast.acme, None, "Mine"),
        lambda: rename(actor, folder, "Mine"),
        lambda: rename(actor, document, "Mine"),
        lambda: move(actor, cast.acme, documents=[document], to=folder),
        lambda: delete(actor, documents=[document]),
        lambda: delete(actor, folders=[folder]),
        lambda: share(actor, cast.acme, [document]),
        lambda: binned.rows(actor, cast.acme),
    ):
        with pytest.raises(Refused):
            attempt()
    assert names(cast.owner, cast.acme) == ["Taxes", "W-2.pdf"]
