"""What the processes of this machine count, for Prometheus: in files that they share, where somebody asks for it."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""prometheus-client's own variable; the settings set it before anything is counted."""

requests = Counter("latchstring_requests", "Requests answered.", ["method", "route", "status"])
request_seconds = Histogram(
    "latchstring_request_seconds", "How long answers took.", ["route"], buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10)
)
emails = Counter("latchstring_emails", "Emails handed over, by what the mail server made of them.", ["outcome"])
events = Counter("latchstring_email_events", "What came back about emails.", ["source", "verdict"])
claim_seconds = Histogram(
    "latchstring_claim_seconds", "How long taking the next emails took.", buckets=(0.003, 0.01, 0.03, 0.1, 0.3, 1)
)


class Collector(Protocol):
    def collect(self) -> Iterable[Any]: ...


def registry(*more: Collector) -> CollectorRegistry:
    """The counts of all processes here, and what ``more`` look up when they are asked."""
    found = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(found)  # type: ignore[no-untyped-call]
    else:
        found.register(REGISTRY)
    for each in more:
        found.register(each)
    return found


def page(*more: Collector) -> bytes:
    return generate_latest(registry(*more))


def forget_the_dead() -> None:
    """Files of processes that run no more; Prometheus takes that as a start from zero."""
    folder = os.environ.get(FOLDER)
    for file in Path(folder).glob("*.db") if folder else ():
        try:
            os.kill(int(file.stem.rpartition("_")[2]), 0)
        except ProcessLookupError:
            file.unlink(missing_ok=True)
        except (PermissionError, ValueError):
            continue


def put_away(folder: Path) -> None:
    """Count in this folder from now on."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    os.environ[FOLDER] = str(folder)
