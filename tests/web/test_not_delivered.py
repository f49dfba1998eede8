"""An invite that was refused through our own fault: said where the office looks, with the way to send it again."""

import pytest
from django.urls import reverse

from latchstring.mail.delivery import deliver_due
from latchstring.portals import project
from latchstring.portals.actions.invite import invite
from latchstring.portals.models import Invite, PortalUser
from latchstring.portals.status import ORDER, Status
from tests.mail.conftest import own_folder, use_server
from tests.mail.smtp import Sink, running
from tests.portals.people import CARLA, leave
from tests.web.client_kit import browser_of

__all__ = ["own_folder"]
SPF = "data 550 5.7.23 SPF validation failed"
WHY = "The mail server could not verify that our email is ours (SPF, DKIM or DMARC)."


@pytest.fixture
def refused(cast, settings):
    """Carla, whose invite the mail server did not take."""
    with running(Sink()) as server:
        use_server(settings, server.port)
        server.answers = {CARLA.email: SPF}
        invite(cast.owner, cast.acme, people=[CARLA])
        deliver_due(project.outcomes)
    return PortalUser.objects.get()


def words(cast, name, *args, **query):
    text = browser_of(cast.olive).get(reverse(name, args=args), query).content.decode()
    return " ".join(text.split())


def test_every_place_says_that_it_did_not_arrive_and_why(cast, refused):
    assert refused.status_order == ORDER[Status.QUEUED]
    resend = 'aria-label="Resend invite to Carla Acme">Resend invite</button>'
    for page in (words(cast, "client", cast.acme.pk), words(cast, "manager")):
        assert f"ot delivered: {WHY} <button" in page
        assert resend in page
    window = words(cast, "portal-window", cast.acme.pk)
    assert f"Not delivered: {WHY}</span>" in window
    assert f"Not delivered: {WHY}</p></dd>" in words(cast, "user-activity", refused.pk)
    asked = words(cast, "doctor", q=CARLA.email)
    assert "Their invite was not delivered." in asked
    assert WHY in asked


def test_the_list_as_a_file_says_why(cast, refused):
    lines = b"".join(browser_of(cast.olive).get(reverse("manager-export-csv")).streaming_content).decode()
    assert ",Queued," in lines
    assert WHY in lines


def test_resending_waits_anew_and_what_arrives_is_sent(cast, refused):
    again = reverse("access-resend", args=[cast.acme.pk, refused.accesses.get().pk])
    browser_of(cast.olive).post(again)
    assert Invite.objects.count() == 2
    record = words(cast, "client", cast.acme.pk)
    assert ("Queued</span>, expires" in record, WHY in record) == (True, False)
    leave()
    record = words(cast, "client", cast.acme.pk)
    assert ("Sent</span>, expires" in record, "not delivered" in record) == (True, False)
