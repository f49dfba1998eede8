"""How a form field is drawn, judged by its widget."""

from django.forms import BoundField, widgets
from django.utils.safestring import SafeString

_CLASSES = {"check": "check", "switch": "", "choices": "radio", "checks": "check"}


def kind(field: BoundField) -> str:
    """One of check, switch, choices, checks, password, select or input."""
    widget = field.field.widget
    if isinstance(widget, widgets.CheckboxInput):
        return "switch" if widget.attrs.get("role") == "switch" else "check"
    if isinstance(widget, widgets.CheckboxSelectMultiple):
        return "checks"
    if isinstance(widget, widgets.RadioSelect):
        return "choices"
    if isinstance(widget, widgets.Select) and not widget.allow_multiple_selected:
        return "select"
    return "password" if isinstance(widget, widgets.PasswordInput) else "input"


def control(field: BoundField) -> SafeString:
    """The control with its class; Django adds aria-invalid and aria-describedby."""
    css = _CLASSES.get(kind(field), "input")
    field.field.widget.attrs.setdefault("class", css)
    return field.as_widget()
