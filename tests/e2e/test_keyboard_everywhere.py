"""Without a mouse, on every page of the doors table: each control is reached and shows it, each menu gives back."""

import pytest
from django.urls import reverse
from playwright.sync_api import Error, Page

from tests.cast import make_cast
from tests.doors.table import DOORS
from tests.doors.test_doors import ROUTES
from tests.doors.world import make_world
from tests.e2e.standing import open_each, stand

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# What is not there any more, and the browser's own page around a picture.
FINE = ("status of 404", "status of 410", "Applying inline style")
SIDES = (("staff", "olive"), ("client", "carla"), ("public", "nobody"))


def addresses(world, face):
    ids = world.ids["acme"]
    for name, door in DOORS.items():
        keywords = {key: ids.get(f"{face}:{key}", ids.get(key)) for key in ROUTES[name][0]}
        if door.face == face and "GET" in door.methods.split() and None not in keywords.values():
            yield name, reverse(name, kwargs=keywords)


def is_page(page: Page, path: str) -> bool:
    """Downloads, parts of pages and what is not there are none."""
    try:
        answer = page.goto(path)
    except Error as error:
        if "Download is starting" not in str(error):
            raise
        return False
    return bool(answer and answer.ok and page.evaluate("document.doctype && document.querySelector('main')"))


FAULTS = {
    "one => { one.tabIndex = -1 }": "Tab goes past",
    "one => { one.tabIndex = 1 }": "Tab comes here out of order",
    "one => { one.style.outline = 'none' }": "does not show the focus",
    "one => one.addEventListener('keydown', event => event.preventDefault())": "keeps the Tab key",
    "one => one.addEventListener('focus', () => one.blur())": "does not take the focus",
    "() => document.querySelector('.skip').remove()": "the skip link is not the first control",
}


def test_each_fault_is_found(open_page, cast):
    page = open_page(cast.olive, "/home/")
    for fault, words in FAULTS.items():
        page.goto("/home/")
        page.get_by_role("link", name="Templates").evaluate(fault)
        assert [each.split(":")[0].split(",")[0] for each in stand(page)] == [words]


def test_every_control_of_every_page(open_page, name_server):
    world = make_world(make_cast())
    wrong, seen, tried = {}, 0, set()
    for face, who in SIDES:
        page = open_page(world.users[who], fine=FINE)
        for name, path in addresses(world, face):
            if is_page(page, path):
                seen += 1
                wrong[name] = [*stand(page), *open_each(page, tried)]
    assert {name: words for name, words in wrong.items() if words} == {}
    assert seen > 120
    assert len(tried) > 25
