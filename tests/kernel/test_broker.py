"""A broker that is away costs a page nothing: rows hold the work, and a worker looks by itself."""

import threading
import time

import pytest

from latchstring.cli import broker_worker
from latchstring.config import engines
from latchstring.config.env import BadSetting
from latchstring.kernel import broker, stopping
from latchstring.kernel.wake import wake
from tests.brokers import free_port


@pytest.fixture(autouse=True)
def nothing_said_before():
    broker.BrokerBackend.silent_until = 0.0
    yield
    broker.BrokerBackend.silent_until = 0.0
    broker.when_away.clear()


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
    broker.when_away.append(run.append)
    with django_capture_on_commit_callbacks(execute=True):
        wake("deliver")
        wake("follow_names")
    assert run == ["latchstring.config.tasks.deliver", "latchstring.config.tasks.follow_names"]


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
