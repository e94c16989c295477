from django.db import migrations


def create(apps, schema_editor):
    """PostgreSQL only: MAX(tree_id) + 1 gives two writers the same number (docs/decisions/0002)."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE SEQUENCE IF NOT EXISTS discussion_tree_id AS integer")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP SEQUENCE IF EXISTS discussion_tree_id")


class Migration(migrations.Migration):
    dependencies = [("discussion", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
