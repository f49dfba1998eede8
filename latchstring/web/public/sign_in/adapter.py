"""What the login library asks of us: no sign-up, no emails and no messages of its own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def get_login_stages(self) -> list[str]:
        """What lies between the first step and being in."""
        return ["allauth.account.stages.LoginByCodeStage", "latchstring.web.public.sign_in.second_step.SecondStep"]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Ours go through the outbox: a login code is sent by whoever asked the library for it."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened themselves."""
