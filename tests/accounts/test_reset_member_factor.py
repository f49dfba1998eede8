"""Whoever runs the installation lets a team member in who has lost the second step."""

from argparse import Namespace

import pytest
from allauth.mfa.models import Authenticator

from latchstring.audit.models import Event
from latchstring.cli import reset_second_step
from latchstring.cli.problems import Problem
from latchstring.mail.models import Message
from tests.web.client_kit import browser_of
from tests.web.doorstep import logged_in_as
from tests.web.factor_kit import with_app


def run(cast, email):
    reset_second_step.run(Namespace(firm=cast.firm.slug, email=email))


def test_it_is_taken_noted_and_told(cast, capsys):
    with_app(cast.olive.user)
    browser = browser_of(cast.olive)
    run(cast, " OLIVE@alder-pike.example")
    assert not Authenticator.objects.exists()
    assert logged_in_as(browser) is None
    assert Event.objects.get(name="factor.reset").subject_id == cast.olive.pk
    assert Message.objects.get(kind="factor-reset").to_address == cast.olive.email
    run(cast, "olive@alder-pike.example")
    assert "has no second step" in capsys.readouterr().out
    assert Event.objects.count() == 1


def test_only_of_this_firm(cast):
    with_app(cast.rita.user)
    with pytest.raises(Problem, match="Nobody on the team"):
        run(cast, cast.rita.email)
    assert Authenticator.objects.count() == 2
