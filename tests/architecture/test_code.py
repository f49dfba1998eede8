"""What a machine can keep is not left to reviews: sizes, locks, templates."""

import ast
import re
import subprocess
from pathlib import Path

from tests.each import for_each

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "latchstring"
MODULES = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
TEMPLATES = [path for path in SOURCE.rglob("*.html") if "mail" not in path.parts]
WALL = 250
FUNCTION = 45


@for_each(MODULES, ROOT)
def test_no_module_is_a_wall(path):
    assert len(path.read_text().splitlines()) <= WALL


def functions(path):
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


def length(node):
    return node.end_lineno - node.lineno + 1


def test_no_function_is_long():
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in MODULES
        for node in functions(path)
        if length(node) > FUNCTION
    ]
    assert long == []


def test_faces_reach_rows_only_through_what_the_actor_can_see():
    """In web and api, ``Model.objects`` is followed by ``visible_to``; domains' queries do the rest."""
    loose = []
    for path in [*(SOURCE / "web").rglob("*.py"), *(SOURCE / "api").rglob("*.py")]:
        if path.parent.name == "common":
            continue
        for line, text in enumerate(path.read_text().splitlines(), 1):
            if re.search(r"\b[A-Z]\w+\.objects\b(?!\.visible_to\()", text):
                loose.append(f"{path.relative_to(ROOT)}:{line}")
    assert loose == []


@for_each(TEMPLATES, ROOT)
def test_templates_hold_nothing_that_the_policy_forbids(path):
    text = path.read_text()
    assert not re.search(r"\|\s*safe\b|autoescape\s+off", text)
    assert not re.search(r"\sstyle\s*=|<style|\son\w+\s*=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@for_each(MODULES, ROOT)
def test_nothing_is_marked_safe_by_hand(path):
    if "ui" not in path.relative_to(SOURCE).parts[:1]:
        assert "mark_safe" not in path.read_text()


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file() and path != Path(__file__)]


def test_the_repository_speaks_of_the_product_alone():
    words = re.compile(r"/work/|/root/|\.pyenv/versions/\d|pypi\.org|pythonhosted|registry\.npmjs", re.IGNORECASE)
    assert [path for path in tracked() if words.search(path.read_text(errors="ignore"))] == []
