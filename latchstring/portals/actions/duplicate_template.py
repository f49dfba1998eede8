"""A copy of a template to change, beside the one it was made from."""

from collections.abc import Iterator
from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.mail.models import Template
from latchstring.policy.actor import Actor
from latchstring.portals.actions.save_template import save_template
from latchstring.portals.queries.templates import own_or_firms


@transaction.atomic
def duplicate_template(actor: Actor, template: Template) -> Template:
    """The copy is not in use, whatever the original is."""
    taken = set(own_or_firms(actor).filter(kind=template.kind).values_list("name", flat=True))
    name = next(each for each in _names(template.name) if each not in taken)
    return save_template(
        actor,
        name=name,
        body=template.body,
        kind=template.kind,
        subject=template.subject,
        personal=template.owner_id is not None,
    )


def _names(name: str) -> Iterator[str]:
    for number in count(1):
        yield _("%(name)s, copy %(number)s") % {"name": name[:60], "number": number}
