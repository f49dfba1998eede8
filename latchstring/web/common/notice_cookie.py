"""Where “Saved” waits for the next page: in a cookie of this host alone, or in the session where it is long."""

from typing import ClassVar

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpResponseBase


class NoticeCookie(CookieStorage):
    cookie_name = settings.MESSAGE_COOKIE_NAME

    def _update_cookie(self, encoded_data: str, response: HttpResponseBase) -> None:
        """The library says less of a cookie that it takes back."""
        super()._update_cookie(encoded_data, response)  # type: ignore[misc]
        response.cookies[self.cookie_name]["httponly"] = True


class Notices(FallbackStorage):
    storage_classes: ClassVar[tuple[type[BaseStorage], ...]] = (NoticeCookie, SessionStorage)  # type: ignore[misc]
