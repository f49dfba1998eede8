"""No line of the server's log holds a link that opens something."""

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from latchstring.config.logs import without_secrets

TOKEN = "aV-3_kZ" * 6
PUBLIC = "latchstring.web.public.urls"


def routes(patterns, prefix=""):
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path


SECRET = sorted(path for path in routes(get_resolver(PUBLIC).url_patterns) if "<str:" in path)


def test_there_are_such_routes():
    assert {path.partition("/")[0] for path in SECRET} >= {"i", "s", "join", "forgot"}


@pytest.mark.parametrize("route", SECRET)
def test_the_secret_of_a_route_is_left_out_wherever_its_path_is_logged(route):
    before, _, rest = route.partition("<str:")
    path = f"/{before}{TOKEN}{rest.partition('>')[2]}"
    line = without_secrets(None, "", {"event": f"Unprocessable Content: {path}", "path": path, "status": 422})
    assert TOKEN not in str(line)
    assert line["path"].startswith(f"/{before}…")
    assert line["status"] == 422
