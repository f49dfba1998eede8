"""A password of one's own."""

from hashlib import sha1

import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError

from latchstring.accounts.actions.change_password import WrongPassword, change_password
from latchstring.accounts.passwords import breached
from latchstring.accounts.reset_keys import key_for, user_of
from latchstring.audit.models import Event
from latchstring.config import settings as product
from latchstring.config.env import BadSetting
from latchstring.config.files import breached_passwords
from latchstring.mail.models import Message
from tests.web.doorstep import PASSWORD, log_in

NEW = "two kettles on the stove"


def test_a_password_is_kept_as_owasp_recommends(settings):
    """The tests have a cheaper hash; this is the product's."""
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    assert make_password(NEW).startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


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


@pytest.mark.parametrize(
    "password",
    [
        "Alder & Pike 2026!",
        "AlderPikePortal",
        "welcome-to-Latchstring",
        "P0rtalP@ssw0rd!",
        "client portal 12345",
    ],
)
def test_words_that_stand_on_the_door_are_refused(cast, password):
    assert cast.firm.name == "Alder & Pike"
    with pytest.raises(ValidationError, match="words that stand on this page"):
        change_password(cast.owner, current="", new=password)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("q1w2e3r4t5y6", "too common"),
        ("Sunshine2026", "common password with"),
        ("!!sunsh1ne!!2026", "common password with"),
        ("sunshinesunshine", "common password with"),
    ],
)
def test_common_ones_are_refused_also_with_digits_and_signs_around_them(cast, password, sentence):
    with pytest.raises(ValidationError, match=sentence):
        change_password(cast.owner, current="", new=password)


@pytest.mark.parametrize(
    "password", ["sunshine on kettles", "my taxes are due in april", "pike swims in cold water", "latchstring-demo"]
)
def test_a_sentence_may_hold_them(cast, password):
    change_password(cast.owner, current="", new=password)


@pytest.fixture
def stolen(tmp_path, settings):
    """A list of a thousand and one of them, each with how often it was seen."""
    words = [*(f"stolen password {number}" for number in range(1_000)), "kettle kettle kettle"]
    lines = sorted(sha1(word.encode(), usedforsecurity=False).hexdigest().upper() for word in words)
    file = tmp_path / "stolen.txt"
    file.write_text("".join(f"{line}:{number + 1}\r\n" for number, line in enumerate(lines)))
    settings.BREACHED_PASSWORDS = breached_passwords(str(file))
    return words


def test_a_password_that_was_stolen_elsewhere_is_refused(cast, stolen):
    assert all(breached(word) for word in stolen)
    assert not any(breached(f"my own password {number}") for number in range(1_000))
    with pytest.raises(ValidationError, match="made public by a theft"):
        change_password(cast.owner, current="", new="kettle kettle kettle")


@pytest.mark.parametrize("content", ["", "hunter2\nkettle\n", f"{'F' * 40}:1\n{'0' * 40}:1\n"])
def test_a_list_that_is_none_stops_the_start(tmp_path, content):
    file = tmp_path / "list"
    file.write_text(content)
    for name in (str(file), str(tmp_path / "nothing")):
        with pytest.raises(BadSetting, match="LATCHSTRING_BREACHED_PASSWORDS"):
            breached_passwords(name)
