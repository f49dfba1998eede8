"""The user comes with the session's row, and only whose session it says."""

import pytest
from django.contrib.auth import SESSION_KEY

from latchstring.accounts.backend import Backend, asked_of
from latchstring.accounts.models import Session
from latchstring.accounts.session_store import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(cast):
    written = SessionStore()
    written[SESSION_KEY] = str(cast.olive.user_id)
    written.save()
    return SessionStore(written.session_key)


def test_whose_session_it_is_takes_no_statement_of_its_own(cast, store, django_assert_num_queries):
    with django_assert_num_queries(1), asked_of(store):
        assert store[SESSION_KEY] == str(cast.olive.user_id)
        assert Backend().get_user(cast.olive.user_id) == cast.olive.user


def test_another_user_is_asked_for(cast, store):
    Session.objects.update(user=cast.rita.user)
    with asked_of(store):
        assert store[SESSION_KEY] == str(cast.olive.user_id)
        assert Backend().get_user(cast.olive.user_id) == cast.olive.user


def test_who_is_switched_off_is_nobody(cast, store):
    cast.olive.user.is_active = False
    cast.olive.user.save()
    with asked_of(store):
        assert store[SESSION_KEY]
        assert Backend().get_user(cast.olive.user_id) is None


def test_nothing_is_remembered_afterwards(cast, store, django_assert_num_queries):
    with asked_of(store):
        assert store[SESSION_KEY]
    with django_assert_num_queries(1):
        Backend().get_user(cast.olive.user_id)
