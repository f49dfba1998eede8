"""Two who change a login or a team in the same moment: the second sees what the first did."""

from functools import partial

import pytest
from allauth.mfa.totp.internal.auth import generate_totp_secret

from latchstring.accounts.actions.add_factor import BadFactor, add_app
from latchstring.accounts.actions.change_password import WrongPassword, change_password
from latchstring.accounts.actions.change_role import change_role
from latchstring.accounts.actions.delete_permission_set import delete_permission_set
from latchstring.accounts.actions.reset_password import KeySpent, reset_password
from latchstring.accounts.actions.save_permission_set import save_permission_set
from latchstring.accounts.actions.tell_of_alerts import tell_of_alerts
from latchstring.accounts.reset_keys import key_for
from latchstring.accounts.team import BadTeam
from latchstring.mail.models import Alert, Message
from latchstring.policy.actions import Action
from latchstring.policy.roles import Role
from tests.cast import make_cast
from tests.races import meanwhile
from tests.web.factor_kit import app_code

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ONE, TWO = "five brown foxes ran", "six grey wolves slept"


def test_a_password_is_changed_by_one_of_them():
    cast = make_cast()
    key = key_for(cast.olive.user)
    by_link = [partial(reset_password, cast.firm, key, new=new) for new in (ONE, TWO)]
    assert isinstance(meanwhile(*by_link), KeySpent)
    cast.olive.user.refresh_from_db()
    assert cast.olive.user.check_password(ONE)
    by_hand = [partial(change_password, cast.owner, current=ONE, new=new) for new in (TWO, "a third one of ours")]
    assert isinstance(meanwhile(*by_hand), WrongPassword)
    secret = generate_totp_secret()
    app = partial(add_app, cast.owner, secret=secret, code=app_code(secret))
    assert isinstance(meanwhile(app, app), BadFactor)


def test_a_set_that_is_being_given_is_not_deleted_and_an_alert_is_told_once():
    cast = make_cast()
    desk = save_permission_set(cast.owner, name="Desk", actions={Action.CLIENT_VIEW}, all_clients=True)
    give = partial(change_role, cast.owner, cast.vic.pk, role=Role.VIEWER, permission_set=desk)
    assert isinstance(meanwhile(give, partial(delete_permission_set, cast.admin, desk.pk)), BadTeam)
    Alert.objects.create(firm=cast.firm, reason="DKIM")
    assert meanwhile(tell_of_alerts, tell_of_alerts) is None
    assert Message.objects.filter(kind="sending-stopped").count() == 2
