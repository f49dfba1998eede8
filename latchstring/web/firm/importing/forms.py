"""The file a person chooses, and what its columns mean."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from latchstring.clients.importing.fields import LABELS
from latchstring.clients.models import Import


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("CSV or XLSX, up to 100 MB, with the names of the columns in its first line."),
        error_messages={"required": _("Choose a file, or drop one here.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx", "class": "input drop"}),
    )


class MappingForm(forms.Form):
    """One choice for each column of the file."""

    def __init__(self, data: Any = None, *, job: Import) -> None:
        super().__init__(data)
        field_of = {column: field for field, column in job.mapping.items()}
        for column, header in enumerate(job.headers):
            self.fields[f"column-{column}"] = forms.ChoiceField(
                label=header or _("Column %s") % (column + 1),
                choices=[("", _("Leave out")), *LABELS.items()],
                required=False,
                initial=field_of.get(column, ""),
                help_text=job.sample[column] if column < len(job.sample) else "",
            )

    def chosen(self) -> list[str]:
        """A field or "" for each column, in order."""
        return [self.cleaned_data.get(name, "") for name in self.fields]
