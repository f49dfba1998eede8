"""Access changes with every email about it: room beside the rows, so that PostgreSQL need not touch its indexes."""

from django.db import migrations


def leave_room(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE portals_access SET (fillfactor = 60)")


def leave_none(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE portals_access RESET (fillfactor)")


class Migration(migrations.Migration):
    dependencies = [("portals", "0002_search")]
    operations = [migrations.RunPython(leave_room, leave_none)]
