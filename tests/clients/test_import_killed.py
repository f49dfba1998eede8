"""A worker that is killed while it imports, again and again."""

import io
import os
import random
import signal
import sys
import time

import pytest
from django.db import connections

from latchstring.audit.names import Name
from latchstring.clients.actions.import_clients import import_clients
from latchstring.clients.actions.upload_import import upload_import
from latchstring.clients.importing.run import run_imports
from latchstring.clients.models import Client, Import
from tests.cast import make_cast
from tests.clients.import_kit import fresh, lines
from tests.clients.truth import assert_true, events


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_any_point_loses_and_doubles_nothing(small_chunks):
    cast = make_cast()
    data = lines(1000).encode()
    job = upload_import(cast.owner, file=io.BytesIO(data), file_name="list.csv", size=len(data))
    import_clients(cast.owner, job)
    chance, kills = random.Random(3), 0
    while not fresh(job).applied_at:
        Import.objects.update(leased_until=None)
        child = _fork(run_imports)
        if kills < 20:
            time.sleep(chance.uniform(0.01, 0.25))
            os.kill(child, signal.SIGKILL)
        kills += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert kills >= 3
    assert fresh(job).counts == {"created": 1000, "updated": 0, "unchanged": 0, "duplicate": 0, "rejected": 0}
    assert Client.objects.filter(firm=cast.firm).count() == 1002
    assert len(events(cast.firm, Name.CLIENT_CREATED)) == 1000
    assert len(events(cast.firm, Name.CLIENTS_IMPORTED)) == 1
    assert_true(cast.firm)


def _fork(verb):
    connections.close_all()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        verb()
        status = 0
    finally:
        connections.close_all()
        sys.stderr.flush()
        os._exit(status)
