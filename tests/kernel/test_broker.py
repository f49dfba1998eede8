"""A broker that is away costs a page nothing: rows hold the work, and a worker looks by itself."""

import threading
import time
from datetime import timedelta

import pytest
from django.tasks import task

from latchstring.cli import broker_worker
from latchstring.config import engines
from latchstring.config.env import BadSetting
from latchstring.kernel import broker, clock, stopping
from latchstring.kernel.wake import wake
from tests.brokers import free_port


@pytest.fixture(autouse=True)
def nothing_said_before():
    broker.BrokerBackend.silent_until = 0.0
    yield
    broker.BrokerBackend.silent_until = 0.0
    broker.here.clear()


@pytest.mark.parametrize("url", ["redis://127.0.0.1:{}/0", "amqp://guest:guest@127.0.0.1:{}/"])
def test_a_broker_that_is_away_is_a_line_in_the_log(url, settings, caplog, db, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": engines.from_url(url.format(free_port()))}
    start = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        for name in ("open_batches", "deliver", "deliver_urgent"):
            wake(name)
    assert time.monotonic() - start < 5
    assert [record.message.split(".")[0] for record in caplog.records if "broker" in record.message] == [
        "The broker can't be reached; the sweep will do it"
    ]


def test_in_a_worker_what_the_broker_can_not_carry_runs_there(settings, db, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": engines.from_url(f"redis://127.0.0.1:{free_port()}/0")}
    run = []
    broker.here.append(run.append)
    with django_capture_on_commit_callbacks(execute=True):
        wake("deliver")
        wake("follow_names")
    assert run == ["latchstring.config.tasks.deliver", "latchstring.config.tasks.follow_names"]


def test_no_wake_up_goes_by_the_clock_of_a_machine(db, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": engines.from_url("redis://memory/0") | {"OPTIONS": {"url": "memory://"}}}
    with django_capture_on_commit_callbacks(execute=True):
        wake("deliver", at=clock.now() + timedelta(minutes=5))
    with broker.app("memory://").connection() as connection:
        message = connection.SimpleQueue(broker.MAIL).get(timeout=5)
    assert (message.headers["eta"], message.headers["expires"]) == (None, None)
    [path, sent_at, due_at], *_ = message.payload
    assert path == "latchstring.config.tasks.deliver"
    assert sent_at < clock.now().isoformat() < due_at


def moment(**away):
    return (clock.now() + timedelta(**away)).isoformat()


noted = []


@task
def note() -> None:
    noted.append("done")


@pytest.mark.parametrize(("minutes", "runs"), [(0, 1), (-9, 1), (-11, 0)])
def test_a_wake_up_that_nobody_took_for_ten_minutes_is_worth_nothing(minutes, runs):
    noted.clear()
    broker.run(note.module_path, moment(minutes=minutes), "")
    assert len(noted) == runs


def test_what_is_due_later_is_held_until_then():
    ran = threading.Event()
    broker.here.append(lambda path: ran.set())
    broker.run("task", moment(), moment(seconds=0.2))
    assert not ran.is_set()
    assert ran.wait(10)


def test_a_minute_in_which_the_database_was_away_is_not_the_last(settings, monkeypatch, caplog):
    settings.SWEEP = "latchstring.nowhere"  # fails as everything does then
    monkeypatch.setattr(broker_worker, "MINUTE", 0.05)
    looks = threading.Thread(target=broker_worker._every_minute)
    looks.start()
    give_up = time.monotonic() + 10
    while len(caplog.records) < 3 and looks.is_alive() and time.monotonic() < give_up:
        time.sleep(0.01)
    stopping.requested.set()
    looks.join()
    stopping.requested.clear()
    assert len(caplog.records) >= 3


@pytest.mark.parametrize("url", ["redis://", "amqp:///", "kafka://host", "database"])
def test_an_engine_that_is_none_is_one_sentence(url):
    with pytest.raises(BadSetting, match="is not an engine"):
        engines.from_url(url)
