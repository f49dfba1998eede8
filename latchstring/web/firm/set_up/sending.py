"""How emails leave this installation, and trying it out."""

from django.conf import settings
from django.utils.translation import gettext as _

from latchstring.firms.actions.change_firm import change_firm
from latchstring.firms.details import BadFirm
from latchstring.kernel.addresses import BadAddress
from latchstring.mail.actions.send_test import Trial, send_test
from latchstring.web.common.requests import Request
from latchstring.web.firm.set_up.forms import TestEmailForm


def way() -> str:
    """Without passwords: who runs the server reads it here, and sets it there."""
    if settings.MAILBOX:
        return _("Emails are not sent yet: they are kept on this computer.")
    options = settings.MAILERS["default"].get("OPTIONS", {})
    if "host" in options:
        return str(_("Emails leave by the mail server %(host)s, port %(port)s.") % options)
    return str(_("Emails leave by the provider %s.") % settings.MAILERS["default"]["BACKEND"].split(".")[2])


def tried(request: Request, form: TestEmailForm) -> Trial | None:
    """None where something typed is wrong; the form says what."""
    try:
        request.firm = change_firm(request.actor, sender_address=form.cleaned_data["sender_address"])
    except BadFirm as error:
        form.add_error(error.field, str(error))
        return None
    try:
        return send_test(request.actor, form.cleaned_data["to"])
    except BadAddress as error:
        form.add_error("to", str(error))
        return None
