"""People are found by trigrams and listed by code point."""

from django.db import migrations

from latchstring.kernel import trigrams

SORTED_BY = [("portals_portaluser", "sort_name"), ("portals_portaluser", "first_client")]


def build(apps, schema_editor):
    trigrams.install(schema_editor, "portals", sorted_by=SORTED_BY)


def drop(apps, schema_editor):
    trigrams.remove(schema_editor, "portals")


class Migration(migrations.Migration):
    dependencies = [("portals", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
