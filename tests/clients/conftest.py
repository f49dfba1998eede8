"""Files to import, from texts."""

import pytest

from latchstring.clients.importing.unattended import import_file


@pytest.fixture
def file(tmp_path):
    def written(text, name="clients.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return written


@pytest.fixture
def load(cast, file, tmp_path):
    """Import a text as Olive; the counts come back, without the zeros."""

    def loaded(text, actor=None, encoding="utf-8"):
        counts = import_file(actor or cast.owner, file(text, encoding=encoding), rejects_path=tmp_path / "rejects.csv")
        return {name: figure for name, figure in counts.items() if figure}

    return loaded


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr("latchstring.clients.importing.plan.CHUNK", 20)
