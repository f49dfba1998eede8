"""The password form, the same for the team and for clients."""

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from latchstring.accounts.actions.change_password import WrongPassword, change_password
from latchstring.portals import sessions
from latchstring.web.common import notices
from latchstring.web.common.requests import Request


class NewPasswordForm(forms.Form):
    new = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy("12 characters or more. A short sentence works well."),
        strip=False,
        error_messages={"required": gettext_lazy("Enter a new password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ChangePasswordForm(NewPasswordForm):
    current = forms.CharField(
        label=gettext_lazy("Current password"),
        strip=False,
        error_messages={"required": gettext_lazy("Enter the password you have now.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("current", "new")


def form_for(request: Request) -> NewPasswordForm:
    """Who has no password yet, since they log in by codes, is not asked for the current one."""
    kind = ChangePasswordForm if request.user.has_usable_password() else NewPasswordForm
    return kind(request.POST or None)


def changed(request: Request, form: NewPasswordForm) -> bool:
    """Change it and keep this session; False where the form has to be shown (again)."""
    if not form.is_valid():
        return False
    key = request.session.session_key or ""
    try:
        user = change_password(
            request.actor,
            current=form.cleaned_data.get("current", ""),
            new=form.cleaned_data["new"],
            keep=key,
        )
    except WrongPassword as error:
        form.add_error("current", str(error))
        return False
    except ValidationError as error:
        form.add_error("new", error)
        return False
    update_session_auth_hash(request, user)
    sessions.follow(key, request.session.session_key or "")
    notices.done(request, _("Password changed"))
    return True
