"""What the tests of a client's pages share: browsers that are logged in, people with access, counted statements."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from latchstring.accounts.models import TeamMember
from latchstring.kernel import clock
from latchstring.mail.models import AddressState
from latchstring.portals import kept
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.models import Access, PortalUser
from tests.cast import actor_for

BACKEND = "latchstring.accounts.backend.Backend"


def browser_of(member):
    browser = Browser()
    if member is not None:
        browser.force_login(member.user if isinstance(member, TeamMember) else member, BACKEND)
    return browser


def let_in(member, client, email, name="", **standing):
    """An invite by the real action, then the moments in ``standing`` on the access and the person."""
    invite(actor_for(member), client, people=[Invitee(email, name)])
    access = Access.objects.get(client=client, person__email=email)
    if standing:
        Access.objects.filter(pk=access.pk).update(**standing)
        PortalUser.objects.filter(pk=access.person_id).update(**standing)
        kept.touch(client.firm_id, person_ids=[access.person_id], client_ids=[client.pk])
    access.refresh_from_db()
    return access


def ago(**how_long):
    return clock.now() - timedelta(**how_long)


@contextmanager
def statements():
    with CaptureQueriesContext(connection) as caught:
        yield caught


def count(browser, url):
    browser.get(url)
    with statements() as caught:
        assert browser.get(url).status_code == 200
    return len(caught)


def came_back(firm, address, **how_long):
    AddressState.objects.create(
        firm=firm, address=address, inactive_since=ago(**how_long), reason="The mailbox does not exist."
    )
