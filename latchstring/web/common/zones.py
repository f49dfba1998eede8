"""Time zones to choose from, by region."""

import zoneinfo
from functools import cache
from itertools import groupby

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

type Choices = list[tuple[str, str | list[tuple[str, str]]]]


@cache
def choices() -> Choices:
    """Grouped for a select: America → New York; UTC stands alone."""
    names = sorted(name for name in zoneinfo.available_timezones() if name.partition("/")[0] in REGIONS)
    groups = groupby(names, key=lambda name: name.partition("/")[0])
    return [("UTC", "UTC"), *((region, [(name, _city(name)) for name in zones]) for region, zones in groups)]


def _city(name: str) -> str:
    return name.partition("/")[2].replace("_", " ").replace("/", ", ")
