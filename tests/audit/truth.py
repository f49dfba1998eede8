"""What a random history is compared with."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass
class Truth:
    """At one moment: who could see each client and each file, and who had granted it."""

    at: datetime
    people: dict[UUID, dict[UUID, UUID | None]] = field(default_factory=dict)
    files: dict[UUID, set[UUID]] = field(default_factory=dict)
    team: dict[UUID, set[UUID]] = field(default_factory=dict)
    file_team: dict[UUID, set[UUID]] = field(default_factory=dict)
    clients: dict[UUID, UUID] = field(default_factory=dict)
