"""What a change to many clients is called, before and after."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from latchstring.clients.models import BulkChange

TITLES = {
    "tag": _lazy("Add tags"),
    "untag": _lazy("Remove tags"),
    "assign": _lazy("Assign a team member"),
    "unassign": _lazy("Take a team member off"),
    "responsible": _lazy("Set who is responsible"),
    "archive": _lazy("Archive"),
    "restore": _lazy("Restore"),
}
_DONE = {
    "tag": _lazy("%(value)s added to %(clients)s"),
    "untag": _lazy("%(value)s removed from %(clients)s"),
    "assign": _lazy("%(clients)s assigned to %(value)s"),
    "unassign": _lazy("%(value)s no longer looks after %(clients)s"),
    "responsible": _lazy("%(value)s is responsible for %(clients)s"),
    "archive": _lazy("%(clients)s archived"),
    "restore": _lazy("%(clients)s restored"),
}


def done(change: BulkChange) -> str:
    if not change.changed:
        return _("Nothing had to be changed")
    words = {"value": change.value or _("Nobody"), "clients": clients(change.changed)}
    return str(_DONE[change.kind]) % words


def undone(change: BulkChange) -> str:
    return _("Undone for %s") % clients(change.taken_back) if change.taken_back else _("Nothing to undo")


def clients(count: int) -> str:
    return ngettext("%(n)s client", "%(n)s clients", count) % {"n": f"{count:,}"}
