"""Two browsers press the same button at the same moment."""

from threading import Barrier, Thread

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser

from latchstring.accounts.models import User
from latchstring.audit.models import Event
from latchstring.portals.models import Access, PortalUser
from tests.cast import make_cast
from tests.web.doorstep import CARLA, PASSWORD, logged_in_as, sent_token

FORM = {"name": "Carla Acme", "password": PASSWORD}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_one_comes_in_and_the_other_is_asked_to_log_in(attempt):
    cache.clear()
    cast = make_cast()
    link = f"/i/{sent_token(cast.owner, cast.acme)}/"
    browsers = [Browser(), Browser()]
    gate, answers = Barrier(2), []

    def press(browser):
        gate.wait()
        answers.append(browser.post(link, FORM))
        connection.close()

    threads = [Thread(target=press, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [302, 302]
    assert User.objects.filter(email=CARLA).count() == 1
    assert (Access.objects.count(), PortalUser.objects.count()) == (1, 1)
    assert Event.objects.filter(name="access.accepted").count() == 1
    inside = [browser for browser in browsers if logged_in_as(browser)]
    assert len(inside) == 1
    outside = next(browser for browser in browsers if browser not in inside)
    assert "You have already accepted" in outside.get(link).content.decode()
