"""What the login library asks of us: our own emails by the outbox, no sign-up, no messages of its own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from latchstring.accounts.actions.send_code import send_code


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Only login codes come this way; anything else the library would write is a mistake of ours."""
        if template_prefix != "account/email/login_code":
            raise NotImplementedError(template_prefix)
        send_code(context["request"].firm, email, code=context["code"], known=True)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened themselves."""
