"""The trigram index of SearchText: pg_trgm on PostgreSQL, FTS5 kept by triggers on SQLite.

What lists are sorted by compares by code point everywhere, so that both databases list alike.
"""

from django.db import migrations

POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX portals_search_trigrams ON portals_searchtext USING gin (text gin_trgm_ops)",
    'ALTER TABLE portals_portaluser ALTER COLUMN sort_name TYPE varchar(200) COLLATE "C",'
    ' ALTER COLUMN first_client TYPE varchar(200) COLLATE "C"',
)
SQLITE = (
    "CREATE VIRTUAL TABLE portals_searchindex USING fts5"
    "(text, content='portals_searchtext', content_rowid='id', tokenize='trigram case_sensitive 1')",
    "INSERT INTO portals_searchindex(rowid, text) SELECT id, text FROM portals_searchtext",
    "CREATE TRIGGER portals_searchtext_added AFTER INSERT ON portals_searchtext BEGIN"
    " INSERT INTO portals_searchindex(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER portals_searchtext_removed AFTER DELETE ON portals_searchtext BEGIN"
    " INSERT INTO portals_searchindex(portals_searchindex, rowid, text) VALUES ('delete', old.id, old.text); END",
    "CREATE TRIGGER portals_searchtext_changed AFTER UPDATE ON portals_searchtext BEGIN"
    " INSERT INTO portals_searchindex(portals_searchindex, rowid, text) VALUES ('delete', old.id, old.text);"
    " INSERT INTO portals_searchindex(rowid, text) VALUES (new.id, new.text); END",
)


def build(apps, schema_editor):
    for statement in {"postgresql": POSTGRESQL, "sqlite": SQLITE}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for trigger in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER portals_searchtext_{trigger}")
        schema_editor.execute("DROP TABLE portals_searchindex")
    else:
        schema_editor.execute("DROP INDEX portals_search_trigrams")


class Migration(migrations.Migration):
    dependencies = [("portals", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
