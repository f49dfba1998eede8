from typing import Any

from django.apps import AppConfig


class PortalsConfig(AppConfig):
    name = "latchstring.portals"

    def ready(self) -> None:
        from latchstring.clients.notices import renamed

        renamed.connect(_clients_renamed, dispatch_uid="portals")


def _clients_renamed(*, client_ids: Any, **_: Any) -> None:
    """People are sorted by their first client's name."""
    from latchstring.portals.kept import touch_people
    from latchstring.portals.models import Access

    touch_people(set(Access.objects.filter(client__in=client_ids).values_list("person_id", flat=True)))
