"""Where “Saved” waits for the next page: in a cookie of this host alone, or in the session where it is long."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage, Message
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
    """A double click says the same twice; it is shown once."""

    storage_classes: ClassVar[tuple[type[BaseStorage], ...]] = (NoticeCookie, SessionStorage)  # type: ignore[misc]

    def _store(self, messages: list[Message], response: HttpResponseBase, *args: Any, **kwargs: Any) -> Any:
        once = {(each.level, str(each.message), each.extra_tags): each for each in messages}
        return super()._store(list(once.values()), response, *args, **kwargs)  # type: ignore[misc]
