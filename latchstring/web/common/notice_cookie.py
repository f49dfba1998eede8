"""Where “Saved” waits for the next page: in a cookie of this host alone, or in the session where it is long."""

from typing import ClassVar

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NoticeCookie(CookieStorage):
    cookie_name = settings.MESSAGE_COOKIE_NAME


class Notices(FallbackStorage):
    storage_classes: ClassVar[tuple[type[BaseStorage], ...]] = (NoticeCookie, SessionStorage)  # type: ignore[misc]
