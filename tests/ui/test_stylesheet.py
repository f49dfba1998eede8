import re
from pathlib import Path

from django.core.management import call_command

from latchstring.ui import stylesheet

SOURCE = Path(stylesheet.__file__).parent / "static" / "ui" / "css"


def test_the_stylesheet_is_served_in_one_piece(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "latchstring.ui.stylesheet.StaticFiles"}}
    call_command("collectstatic", verbosity=0, interactive=False)
    [served] = (tmp_path / "ui" / "css").glob("app.????????????.css")
    text = served.read_text()
    assert "@import" not in text
    for part in SOURCE.rglob("*.css"):
        assert part.name == "app.css" or part.read_text().strip() in text
    assert text.index("@layer tokens {") < text.index("@layer components {")
    assert text.count("{") == text.count("}")


def test_no_part_refers_to_another_file_by_a_path_of_its_own():
    for part in SOURCE.rglob("*.css"):
        assert not re.search(r"url\((?!\"(data:|[\w/.-]+\.css))", part.read_text()), part
