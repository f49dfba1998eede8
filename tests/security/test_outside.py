"""What a stranger with a tool for breaking in tries first."""

import logging

import pytest
from django.test import Client as Browser

FIRST_TRIES = ("/static/", "/static/ui/", "/.git/config", "/.env", "/admin/", "/static/../../latchstring.sqlite3")


@pytest.mark.parametrize("path", ["/", "/login/", "/healthz", "/home/", "/portal/", "/brand.css"])
def test_trace_echoes_nothing(cast, path):
    answer = Browser().trace(path, headers={"x-secret": "echo"})
    assert answer.status_code in {302, 405}
    assert b"echo" not in answer.content


@pytest.mark.parametrize("path", FIRST_TRIES)
def test_there_are_no_listings_and_no_files_but_ours(cast, path):
    assert Browser().get(path).status_code == 404


def test_a_path_with_a_line_end_makes_no_line_of_the_log(cast, caplog):
    with caplog.at_level(logging.INFO):
        Browser().get("/nothing%0d%0aERROR forged/")
    assert [record.name for record in caplog.records] == ["latchstring.web"]
    assert "forged" not in caplog.text
