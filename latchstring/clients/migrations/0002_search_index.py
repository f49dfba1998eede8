"""The trigram index of SearchText: pg_trgm on PostgreSQL, FTS5 kept by triggers on SQLite.

Sort names compare by code point everywhere, so that both databases list alike.
"""

from django.db import migrations

POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX client_search_trigrams ON clients_searchtext USING gin (text gin_trgm_ops)",
    'ALTER TABLE clients_client ALTER COLUMN sort_name TYPE varchar(200) COLLATE "C"',
)
SQLITE = (
    "CREATE VIRTUAL TABLE clients_searchindex USING fts5"
    "(text, content='clients_searchtext', content_rowid='id', tokenize='trigram case_sensitive 1')",
    "INSERT INTO clients_searchindex(rowid, text) SELECT id, text FROM clients_searchtext",
    "CREATE TRIGGER clients_searchtext_added AFTER INSERT ON clients_searchtext BEGIN"
    " INSERT INTO clients_searchindex(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER clients_searchtext_removed AFTER DELETE ON clients_searchtext BEGIN"
    " INSERT INTO clients_searchindex(clients_searchindex, rowid, text) VALUES ('delete', old.id, old.text); END",
    "CREATE TRIGGER clients_searchtext_changed AFTER UPDATE ON clients_searchtext BEGIN"
    " INSERT INTO clients_searchindex(clients_searchindex, rowid, text) VALUES ('delete', old.id, old.text);"
    " INSERT INTO clients_searchindex(rowid, text) VALUES (new.id, new.text); END",
)


def build(apps, schema_editor):
    for statement in {"postgresql": POSTGRESQL, "sqlite": SQLITE}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for trigger in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER clients_searchtext_{trigger}")
        schema_editor.execute("DROP TABLE clients_searchindex")
    else:
        schema_editor.execute("DROP INDEX client_search_trigrams")


class Migration(migrations.Migration):
    dependencies = [("clients", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
