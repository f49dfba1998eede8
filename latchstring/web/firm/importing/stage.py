"""Where an import stands, and what its page shows there."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from latchstring.clients.models import Import

WAITING = {"looking", "importing"}
TABS = (
    ("created", _("New"), _("Added"), "circle-check"),
    ("updated", _("Changed"), _("Changed"), "pencil"),
    ("unchanged", _("Unchanged"), _("Unchanged"), "check"),
    ("duplicate", _("Duplicate"), _("Duplicate"), "file-text"),
    ("rejected", _("Wrong"), _("Did not go in"), "alert"),
)


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    label: Any
    icon: str
    count: int


def stage_of(job: Import) -> str:
    """choosing → looking → ready → importing → done; or failed, from anywhere."""
    if job.failed:
        return "failed"
    if job.applied_at:
        return "done"
    if job.confirmed_at:
        return "importing"
    if job.planned_at:
        return "ready"
    return "looking" if job.mapped_at else "choosing"


def page(job: Import, show: str) -> dict[str, Any]:
    stage = stage_of(job)
    figures = job.counts if stage == "done" else job.plan.get("counts", {})
    tabs = [
        Tab(name, after if stage == "done" else before, icon, figures.get(name, 0))
        for name, before, after, icon in TABS
    ]
    shown = next((tab for tab in tabs if tab.name == show), None) or next((tab for tab in tabs if tab.count), tabs[0])
    total = sum(job.plan.get("counts", {}).values())
    return {
        "job": job,
        "stage": stage,
        "waiting": stage in WAITING,
        "tabs": tabs,
        "shown": shown,
        "lines": job.plan.get("shown", {}).get(shown.name, []),
        "total": total,
        "percent": job.cursor * 100 // total if total else 0,
        "wrong": figures.get("rejected", 0),
        "writes": figures.get("created", 0) + figures.get("updated", 0),
    }
