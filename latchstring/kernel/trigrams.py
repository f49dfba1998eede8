"""The trigram index of a table of texts: pg_trgm on PostgreSQL, FTS5 kept by triggers on SQLite.

A column that lists are sorted by compares by code point everywhere, so that both databases list alike.
"""

from collections.abc import Iterable
from typing import Any


def install(editor: Any, app: str, *, sorted_by: Iterable[tuple[str, str]]) -> None:
    """Index ``text`` of ``APP_searchtext``; ``sorted_by`` are (table, column of 200 characters)."""
    statements = _postgresql(app, sorted_by) if editor.connection.vendor == "postgresql" else _sqlite(app)
    for statement in statements:
        editor.execute(statement)


def remove(editor: Any, app: str) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP INDEX {app}_search_trigrams")
        return
    for trigger in ("added", "removed", "changed"):
        editor.execute(f"DROP TRIGGER {app}_searchtext_{trigger}")
    editor.execute(f"DROP TABLE {app}_searchindex")


def _postgresql(app: str, sorted_by: Iterable[tuple[str, str]]) -> list[str]:
    return [
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
        f"CREATE INDEX {app}_search_trigrams ON {app}_searchtext USING gin (text gin_trgm_ops)",
        *(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar(200) COLLATE "C"' for table, column in sorted_by),
    ]


def _sqlite(app: str) -> list[str]:
    table, index = f"{app}_searchtext", f"{app}_searchindex"
    add = f"INSERT INTO {index}(rowid, text) VALUES (new.id, new.text);"  # noqa: S608
    take = f"INSERT INTO {index}({index}, rowid, text) VALUES ('delete', old.id, old.text);"  # noqa: S608
    return [
        f"CREATE VIRTUAL TABLE {index} USING fts5"
        f"(text, content='{table}', content_rowid='id', tokenize='trigram case_sensitive 1')",
        f"INSERT INTO {index}(rowid, text) SELECT id, text FROM {table}",  # noqa: S608
        f"CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {table}_removed AFTER DELETE ON {table} BEGIN {take} END",
        f"CREATE TRIGGER {table}_changed AFTER UPDATE ON {table} BEGIN {take} {add} END",
    ]
