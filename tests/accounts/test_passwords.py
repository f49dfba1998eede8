"""A password of one's own."""

import pytest
from django.core.exceptions import ValidationError

from latchstring.accounts.actions.change_password import WrongPassword, change_password
from latchstring.accounts.reset_keys import key_for, user_of
from latchstring.audit.models import Event
from latchstring.mail.models import Message
from tests.web.doorstep import PASSWORD, log_in

NEW = "two kettles on the stove"


@pytest.fixture
def olive(cast):
    cast.olive.user.set_password(PASSWORD)
    cast.olive.user.save()
    return cast.olive.user


def test_a_new_password_is_set_noted_and_told(cast, olive):
    change_password(cast.owner, current=PASSWORD, new=NEW)
    olive.refresh_from_db()
    assert olive.check_password(NEW)
    assert Event.objects.get(name="password.changed").actor_id == cast.olive.pk
    assert Message.objects.get().kind == "password-changed"
    assert Message.objects.get().to_address == olive.email


def test_a_wrong_current_one_or_a_weak_new_one_changes_nothing(cast, olive):
    with pytest.raises(WrongPassword):
        change_password(cast.owner, current="not it", new=NEW)
    with pytest.raises(ValidationError):
        change_password(cast.owner, current=PASSWORD, new="short")
    olive.refresh_from_db()
    assert olive.check_password(PASSWORD)
    assert (Event.objects.count(), Message.objects.count()) == (0, 0)


def test_who_has_none_sets_one_without_a_current_one(cast):
    change_password(cast.owner, current="", new=NEW)
    cast.olive.user.refresh_from_db()
    assert cast.olive.user.check_password(NEW)


def test_every_other_session_ends(cast, olive, client):
    log_in(client, olive.email)
    assert client.get("/home/").status_code == 200
    change_password(cast.owner, current=PASSWORD, new=NEW)
    assert client.get("/home/").status_code == 302


def test_links_on_their_way_die(cast, olive):
    key = key_for(olive)
    assert user_of(key) == olive
    change_password(cast.owner, current=PASSWORD, new=NEW)
    assert user_of(key) is None
