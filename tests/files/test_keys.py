"""The keys of firms: wrapped by the master key, and changed while files go on being read."""

import base64
import os
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine

from latchstring.audit.models import Event
from latchstring.cli.parser import parser
from latchstring.cli.problems import Problem
from latchstring.cli.rotate_keys import run
from latchstring.files import keys
from latchstring.files.actions import upload as uploads
from latchstring.files.actions.sweep import sweep
from latchstring.files.models import FirmKey, Upload, Version
from latchstring.kernel import clock, crypto
from tests.files.kit import begun, bytes_of, sent

BIG = b"%PDF-1.4" + os.urandom(9_000_000)


@pytest.fixture(autouse=True)
def forget():
    keys.secret.cache_clear()


@pytest.fixture
def in_the_folder(settings):
    """The master key in the data folder, as the first start leaves it."""
    settings.MASTER_KEY = ""
    (settings.DATA_DIR / "master-key").write_text(base64.urlsafe_b64encode(os.urandom(32)).decode())
    crypto._read.cache_clear()
    yield settings.DATA_DIR / "master-key"
    crypto._read.cache_clear()


def rotate(*options: str) -> None:
    run(parser().parse_args(["rotate-keys", *options]))


def test_each_firm_has_a_key_of_its_own_that_the_database_does_not_hold(cast):
    sent(cast.owner, cast.acme)
    sent(cast.rival_owner, cast.rival_client)
    ours, theirs = FirmKey.objects.order_by("id")
    assert keys.secret(ours.pk) != keys.secret(theirs.pk)
    assert keys.secret(ours.pk) not in bytes(ours.wrapped)


def test_without_the_master_key_nothing_opens(cast, settings):
    document = sent(cast.owner, cast.acme)
    settings.MASTER_KEY = "B" * 43 + "="
    keys.secret.cache_clear()
    with pytest.raises(crypto.Unopenable, match="is not here"):
        bytes_of(cast.owner, document)


def test_a_wrapped_key_of_another_row_does_not_open(cast):
    sent(cast.owner, cast.acme)
    sent(cast.rival_owner, cast.rival_client)
    ours, theirs = FirmKey.objects.order_by("id")
    FirmKey.objects.filter(pk=ours.pk).update(wrapped=theirs.wrapped)
    keys.secret.cache_clear()
    with pytest.raises(crypto.Unopenable, match="changed"):
        keys.secret(ours.pk)


def test_a_new_master_key_wraps_every_key_and_touches_no_file(cast, in_the_folder, files_folder):
    documents = [sent(cast.owner, cast.acme), sent(cast.rival_owner, cast.rival_client)]
    before = {path: path.read_bytes() for path in files_folder.rglob("*") if path.is_file()}
    first = in_the_folder.read_text()
    rotate("--master")
    assert {path: path.read_bytes() for path in files_folder.rglob("*") if path.is_file()} == before
    new, old = in_the_folder.read_text().split()
    assert (old, in_the_folder.stat().st_mode & 0o777) == (first, 0o600)
    in_the_folder.write_text(new)
    crypto._read.cache_clear()
    keys.secret.cache_clear()
    assert bytes_of(cast.owner, documents[0]) == bytes_of(cast.rival_owner, documents[1])


def test_a_process_that_runs_on_learns_of_the_new_master_key(cast, in_the_folder):
    document = sent(cast.owner, cast.acme)
    stale = crypto.masters()
    rotate("--master")
    crypto._read.cache_clear()
    keys.secret.cache_clear()
    crypto.masters().clear()
    crypto.masters().update(stale)
    assert bytes_of(cast.owner, document)


def test_an_interrupted_change_of_the_master_key_goes_on(cast, in_the_folder):
    sent(cast.owner, cast.acme)
    sent(cast.rival_owner, cast.rival_client)
    crypto.renew()
    new = crypto.current()
    first = FirmKey.objects.first()
    wrapped, master = crypto.wrap(keys.secret(first.pk), str(first.pk))
    FirmKey.objects.filter(pk=first.pk).update(wrapped=wrapped, master=master)
    rotate("--master", "--resume")
    assert set(FirmKey.objects.values_list("master", flat=True)) == {new}


def test_a_new_key_of_a_firm_seals_all_its_files_anew_and_no_others(cast, anywhere):
    documents = [sent(cast.owner, cast.acme, f"{number}.pdf", BIG[: 4_000_000 * number]) for number in (1, 2)]
    other = sent(cast.rival_owner, cast.rival_client)
    places = dict(Version.objects.values_list("pk", "place"))
    rotate("--firm", cast.firm.slug)
    for document in documents:
        document.current.refresh_from_db()
        assert document.current.place != places[document.current_id]
        assert bytes_of(cast.owner, document) == BIG[: document.current.size]
    other.current.refresh_from_db()
    assert other.current.place == places[other.current_id]
    assert FirmKey.objects.filter(firm=cast.firm).count() == 1
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        sweep()
    assert len(anywhere()) == 3
    assert Event.objects.filter(name="key.rotated").count() == 1


def test_a_change_that_broke_off_half_way_goes_on_and_leaves_nothing(cast, files_folder, small_disk):
    documents = [sent(cast.owner, cast.acme, f"{number}.pdf", BIG[: 4_000_000 * number]) for number in (1, 2)]
    with small_disk(6_000_000), pytest.raises(Problem, match=r"no room left.* 1 files are done.*--resume"):
        rotate("--firm", cast.firm.slug)
    assert FirmKey.objects.filter(firm=cast.firm).count() == 2
    assert [bytes_of(cast.owner, each) for each in documents] == [BIG[:4_000_000], BIG[:8_000_000]]
    rotate("--firm", cast.firm.slug, "--resume")
    assert FirmKey.objects.filter(firm=cast.firm).count() == 1
    for document in documents:
        document.current.refresh_from_db()
        assert bytes_of(cast.owner, document) == BIG[: document.current.size]
    with time_machine.travel(clock.now() + timedelta(days=2)):
        sweep()
    assert len([path for path in files_folder.rglob("*") if path.is_file()]) == 2


def test_an_upload_under_way_ends_with_the_key_that_it_began_with(cast):
    upload = begun(cast.owner, cast.acme, "a.pdf", len(BIG))
    upload = uploads.append(cast.owner, upload, BytesIO(BIG[:5_000_000]), 0)
    rotate("--firm", cast.firm.slug)
    upload = uploads.append(cast.owner, upload, BytesIO(BIG[5_000_000:]), 5_000_000)
    assert bytes_of(cast.owner, upload.finished_as) == BIG
    rotate("--firm", cast.firm.slug, "--resume")
    assert FirmKey.objects.filter(firm=cast.firm).count() == 1
    assert not Upload.objects.exists()
