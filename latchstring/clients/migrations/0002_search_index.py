"""Clients are found by trigrams and listed by code point."""

from django.db import migrations

from latchstring.kernel import trigrams


def build(apps, schema_editor):
    trigrams.install(schema_editor, "clients", sorted_by=[("clients_client", "sort_name")])


def drop(apps, schema_editor):
    trigrams.remove(schema_editor, "clients")


class Migration(migrations.Migration):
    dependencies = [("clients", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
