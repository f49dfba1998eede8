"""What is typed about files, folders and links; wrong values come back as sentences."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from latchstring.files.models import Folder
from latchstring.files.refusals import BadName, FileRefusal
from latchstring.kernel import clock
from latchstring.web.firm.clients.forms import AddressField


class SavedForm(forms.Form):
    saved: Any = None

    def save(self, action: Callable[..., Any], *subject: Any, **more: Any) -> bool:
        """Whether the action went through, with what it returned in ``saved``; else its sentence is in the form."""
        try:
            self.saved = action(*subject, **more)
        except FileRefusal as error:
            self.add_error("name" if isinstance(error, BadName) and "name" in self.fields else None, str(error))
            return False
        return True


class NameForm(SavedForm):
    name = forms.CharField(
        label=_("Name"),
        error_messages={"required": _("Enter a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 200}),
    )


class MoveForm(SavedForm):
    """``cleaned_data["to"]`` is the folder, None for the top."""

    to = forms.ChoiceField(
        label=_("Folder"), required=False, error_messages={"invalid_choice": _("Choose a folder from the list.")}
    )

    def __init__(self, data: Any = None, *, folders: Sequence[Folder], here: Folder | None) -> None:
        super().__init__(data, initial={"to": str(here.pk) if here else ""})
        self.folders = {str(each.pk): each for each in folders}
        paths = sorted((self._path(each), key) for key, each in self.folders.items())
        choices = [("", _("Files (not in a folder)")), *((key, path) for path, key in paths)]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    def _path(self, folder: Folder) -> str:
        above = self.folders.get(str(folder.parent_id))
        return f"{self._path(above)} / {folder.name}" if above else folder.name

    def clean_to(self) -> Folder | None:
        return self.folders.get(self.cleaned_data["to"])


class LinkForm(SavedForm):
    """Who may open the link, and until when."""

    days = forms.TypedChoiceField(
        label=_("Works for"),
        coerce=int,
        choices=[("1", _("1 day")), ("7", _("7 days")), ("30", _("30 days")), ("90", _("90 days"))],
        initial="7",
    )
    how = forms.ChoiceField(
        label=_("How it is opened"),
        choices=[("code", _("With a code that we email")), ("password", _("With a password that you choose"))],
        initial="code",
        widget=forms.RadioSelect,
    )
    email = AddressField(label=_("Email that the code goes to"), required=False, max_length=254)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=200,
        help_text=_("8 characters or more. Tell it to them by phone, not in the same email."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    most = forms.IntegerField(
        label=_("Downloads at most"),
        required=False,
        min_value=1,
        max_value=10_000,
        help_text=_("Leave it empty for any number."),
        error_messages={"invalid": _("Enter a whole number, or nothing.")},
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        by_code = said.get("how") == "code"
        if by_code and not said.get("email") and "email" not in self.errors:
            self.add_error("email", _("Enter the email address that the code goes to."))
        if not by_code and len(said.get("password", "")) < 8:
            self.add_error("password", _("Enter a password of 8 characters or more."))
        return said

    def answers(self) -> dict[str, Any]:
        said = self.cleaned_data
        by_code = said["how"] == "code"
        return {
            "expires_at": clock.now() + timedelta(days=said["days"]),
            "email": said["email"] if by_code else "",
            "password": "" if by_code else said["password"],
            "most": said["most"],
        }
