"""Uploaded files: planned, confirmed, applied by the worker, whatever happens to it."""

import io
from datetime import timedelta

import pytest

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.clients.actions.import_clients import import_clients
from latchstring.clients.actions.map_import import map_import
from latchstring.clients.actions.upload_import import upload_import
from latchstring.clients.importing import applying, mapping, preview, rejects
from latchstring.clients.importing.run import run_imports
from latchstring.clients.models import Client, Import
from latchstring.kernel import clock, stopping
from latchstring.policy.actor import Refused
from tests.clients.import_kit import fresh, lines
from tests.clients.truth import assert_true, events

TEXT = "Client ID,Client Name,Email\n1,A,a@x.example\n2,B,nope\n1,A,a@x.example\n"


@pytest.fixture
def upload(cast):
    def uploaded(text=TEXT, actor=None):
        data = text.encode()
        return upload_import(actor or cast.owner, file=io.BytesIO(data), file_name="list.csv", size=len(data))

    return uploaded


def test_nothing_is_written_before_import(cast, upload):
    job = upload()
    assert job.plan["counts"] == {"created": 1, "updated": 0, "unchanged": 0, "duplicate": 1, "rejected": 1}
    assert [line["line"] for line in job.plan["shown"]["rejected"]] == [3]
    run_imports()
    assert Client.objects.filter(firm=cast.firm).count() == 2
    assert not Event.objects.exists()


def test_import_writes_what_the_preview_showed_once(cast, upload):
    job = upload()
    import_clients(cast.admin, job)
    import_clients(cast.owner, job)
    run_imports()
    run_imports()
    job = fresh(job)
    assert job.counts == job.plan["counts"]
    assert job.applied_at
    [event] = events(cast.firm, Name.CLIENTS_IMPORTED)
    assert (event.actor_id, event.subject_id, event.detail["counts"]) == (cast.adam.pk, job.pk, job.counts)
    assert_true(cast.firm)


def test_a_large_file_is_planned_by_the_worker(cast, upload, monkeypatch):
    monkeypatch.setattr("latchstring.clients.actions.upload_import.INLINE", 10)
    job = upload()
    assert job.mapped_at
    assert not job.planned_at
    import_clients(cast.owner, job)
    assert not fresh(job).confirmed_at
    run_imports()
    assert fresh(job).plan["counts"]["created"] == 1
    assert Client.objects.filter(firm=cast.firm).count() == 2
    assert not fresh(job).leased_until


def test_a_mapping_made_meanwhile_wins_over_a_plan_that_was_running(cast, upload, monkeypatch):
    monkeypatch.setattr("latchstring.clients.actions.upload_import.INLINE", 10)
    job = upload()
    old = Import.objects.get(pk=job.pk)
    map_import(cast.owner, job, ["name", "", "email"])
    preview.plan(old)
    assert not fresh(job).planned_at
    run_imports()
    assert fresh(job).plan["shown"]["created"][0]["name"] == "1"


def test_while_a_page_looks_at_a_file_the_worker_keeps_away(upload, monkeypatch):
    """Else the file is looked at twice, and Import refuses the preview that was on the screen."""
    from latchstring.clients.actions import upload_import as module

    looked = []

    def plan(job, going_on):
        run_imports()
        looked.append(fresh(job).planned_at)
        preview.plan(job, going_on)

    monkeypatch.setattr(module, "plan", plan)
    job = upload()
    assert looked == [None]
    assert job.planned_at
    assert not job.leased_until


def test_a_look_that_ends_late_leaves_the_preview_as_it_is(upload):
    job = upload()
    late = fresh(job)
    preview.plan(late)
    assert fresh(job).planned_at == job.planned_at


def test_columns_can_be_chosen_and_are_remembered(cast, upload):
    job = upload("Shoe,Email\nA,a@x.example\n")
    assert not job.mapped_at
    with pytest.raises(mapping.BadMapping, match="Two columns are set to email"):
        map_import(cast.owner, job, ["email", "email"])
    job = map_import(cast.owner, job, ["name", "email", "", "beyond"])
    assert job.plan["counts"]["created"] == 1
    assert upload("Email,Shoe\na@x.example,A\n").plan["counts"]["created"] == 1


def test_a_confirmed_mapping_stays(cast, upload):
    job = upload()
    import_clients(cast.owner, job)
    with pytest.raises(mapping.BadMapping):
        map_import(cast.owner, fresh(job), ["name", "", ""])


@pytest.mark.parametrize("who", ["staff", "viewer"])
def test_whoever_may_not_is_refused(cast, upload, who):
    job, actor = upload(), getattr(cast, who)
    for verb in (lambda: upload(actor=actor), lambda: import_clients(actor, job), lambda: map_import(actor, job, [])):
        with pytest.raises(Refused):
            verb()
    assert not fresh(job).confirmed_at


def test_a_worker_that_stops_goes_on_later(cast, upload, small_chunks, monkeypatch):
    job = upload(lines(100))
    import_clients(cast.owner, job)
    apply_chunk = applying._apply_chunk

    def and_then_stop(*args):
        done = apply_chunk(*args)
        stopping.requested.set()
        return done

    monkeypatch.setattr(applying, "_apply_chunk", and_then_stop)
    try:
        run_imports()
    finally:
        stopping.requested.clear()
    assert fresh(job).cursor == 20
    monkeypatch.undo()
    run_imports()
    assert fresh(job).counts["created"] == 100
    assert_true(cast.firm)


def test_another_worker_s_lease_is_respected_until_it_runs_out(cast, upload):
    job = upload()
    import_clients(cast.owner, job)
    Import.objects.update(leased_until=clock.now() + timedelta(seconds=30))
    run_imports()
    assert not fresh(job).applied_at
    Import.objects.update(leased_until=clock.now() - timedelta(seconds=1))
    run_imports()
    assert fresh(job).applied_at


def test_who_comes_second_to_a_chunk_leaves_it(cast, upload, small_chunks):
    job = upload(lines(60))
    import_clients(cast.owner, job)
    late = fresh(job)
    run_imports()
    applying.apply(cast.owner, late)
    assert fresh(job).counts == {"created": 60, "updated": 0, "unchanged": 0, "duplicate": 0, "rejected": 0}
    assert Client.objects.filter(firm=cast.firm).count() == 62


def test_a_repetition_across_chunks_and_a_restart_is_still_a_duplicate(cast, upload, small_chunks):
    text = lines(50) + "1,Client 1,p1@x.example\n"
    job = upload(text)
    import_clients(cast.owner, job)
    Import.objects.filter(pk=job.pk).update(cursor=40, counts={**dict.fromkeys(job.plan["counts"], 0), "created": 40})
    run_imports()
    assert fresh(job).counts == {"created": 50, "updated": 0, "unchanged": 0, "duplicate": 1, "rejected": 0}


def test_a_file_that_is_gone_says_so_and_stops(cast, upload):
    job = upload()
    import_clients(cast.owner, job)
    Import.objects.update(path="nowhere")
    run_imports()
    assert fresh(job).failed == "The file is gone. Upload it again."
    assert not rejects.are_there(fresh(job))


def test_files_are_deleted_after_a_month(upload):
    job = upload()
    Import.objects.update(created_at=clock.now() - timedelta(days=31))
    assert rejects.are_there(job)
    run_imports()
    assert fresh(job).path == ""
    assert not rejects.are_there(job)
