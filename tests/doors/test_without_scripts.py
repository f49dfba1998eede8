"""Every page of the doors table as a browser without JavaScript has it: no control there is dead.

Links lead somewhere, buttons belong to a form or open a popover, and what htmx does the page can do by itself.
"""

from html.parser import HTMLParser

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.cast import make_cast
from tests.doors.table import DOORS
from tests.doors.test_doors import ROUTES
from tests.doors.world import make_world
from tests.web.client_kit import BACKEND

pytestmark = pytest.mark.django_db
VOID = {"input", "br", "hr", "img", "meta", "link", "use", "path", "rect", "wbr", "col", "source", "area", "circle"}


class Page(HTMLParser):
    """``wrong`` are the controls that need a script; what is hidden or in a template is left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.needed: list[tuple[str, str]] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.wrong += [f"nothing is called #{name}: {text}" for name, text in self.needed if name not in self.ids]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.ids.add(said.get("id") or "")
        if tag not in VOID:
            self.open.append((tag, said))
        if tag in {"a", "button", "form"} and not any(self._unseen(*each) for each in [*self.open, (tag, said)]):
            self._judge(tag, said, self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in (each for each, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    @staticmethod
    def _unseen(tag: str, said: dict[str, str | None]) -> bool:
        with_script_only = "with-script" in (said.get("class") or "").split()
        return tag == "template" or "hidden" in said or with_script_only

    def _judge(self, tag: str, said: dict[str, str | None], text: str) -> None:
        in_form = "form" in said or any(each == "form" for each, _ in self.open[:-1])
        if tag == "a":
            href = said.get("href") or ""
            if href.startswith("#"):
                self.needed.append((href[1:], text))
            elif not href:
                self.wrong.append(f"leads nowhere: {text}")
        elif tag == "form":
            if said.keys() & {"hx-post", "hx-get"} and not said.get("action"):
                self.wrong.append(f"only htmx can send it: {text}")
        elif said.get("popovertarget"):
            self.needed.append((str(said["popovertarget"]), text))
        elif said.get("type") == "button" or not in_form:
            self.wrong.append(f"does nothing: {text}")


def test_no_control_is_dead(name_server):
    world = make_world(make_cast())
    found, seen = {}, 0
    for face, who in (("staff", "olive"), ("client", "carla"), ("public", "nobody")):
        browser = Browser()
        if world.users[who]:
            browser.force_login(world.users[who], BACKEND)
        for name, door in DOORS.items():
            if door.face != face or "GET" not in door.methods.split():
                continue
            ids = world.ids["acme"]
            keywords = {key: ids.get(f"{face}:{key}", ids.get(key)) for key in ROUTES[name][0]}
            if None in keywords.values():
                continue
            answer = browser.get(reverse(name, kwargs=keywords))
            if answer.status_code == 200 and not answer.streaming and "text/html" in answer["Content-Type"]:
                seen += 1
                if wrong := Page(answer.content.decode()).wrong:
                    found[name] = wrong
    assert found == {}
    assert seen > 100
