"""Say which column of a file holds which field; remembered for the firm's next file like it."""

from django.utils.translation import gettext as _

from latchstring.clients.actions.upload_import import look
from latchstring.clients.importing import fields, mapping
from latchstring.clients.importing.permission import require_import
from latchstring.clients.models import Import
from latchstring.policy.actor import Actor


def map_import(actor: Actor, job: Import, fields_of_columns: list[str]) -> Import:
    """``fields_of_columns`` has a field or "" for each column. Raises BadMapping with a sentence."""
    require_import(actor)
    if job.confirmed_at:
        raise mapping.BadMapping(_("This file is being imported. Its columns can’t be changed any more."))
    columns: dict[str, int] = {}
    for column, field in enumerate(fields_of_columns[: len(job.headers)]):
        if field in columns:
            raise mapping.BadMapping(
                _("Two columns are set to %s. Choose one of them.") % str(fields.LABELS[field]).lower()
            )
        if field in fields.LABELS:
            columns[field] = column
    mapping.check(columns)
    mapping.remember(actor.firm_id, job.headers, columns)
    job.mapping = columns
    return look(job)
