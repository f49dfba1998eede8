"""Static files as they are served: hashed, compressed, and the stylesheet in one piece instead of thirty."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "ui/css/app.css"
_IMPORT = re.compile(r'^@import url\("([^"]+)"\) layer\((\w+)\);$', re.M)


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._urls: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """Looked up once: every page names the same dozen."""
        if name not in self._urls:
            self._urls[name] = super().url(name, force)
        return self._urls[name]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run and STYLESHEET in paths:
            Path(self.path(STYLESHEET)).write_text(self._in_one_piece())
            paths = paths | {STYLESHEET: (self, STYLESHEET)}
        yield from super().post_process(paths, dry_run, **options)

    def _in_one_piece(self) -> str:
        """Its parts in place of their imports; none of them refers to another file."""
        folder = PurePosixPath(STYLESHEET).parent
        return _IMPORT.sub(
            lambda found: f"@layer {found[2]} {{\n{self._read(folder / found[1])}}}", self._read(STYLESHEET)
        )

    def _read(self, name: PurePosixPath | str) -> str:
        return Path(self.path(str(name))).read_text()
