"""Administrators read the outbox: what waits, what was given up, and to whom."""

from django.apps import apps as live
from django.contrib.auth.management import create_permissions
from django.db import migrations


def give(apps, schema_editor):
    create_permissions(live.get_app_config("discussion"), verbosity=0)
    permission = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="discussion", codename="view_mail"
    )
    apps.get_model("auth", "Group").objects.get(name="Administrators").permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("discussion", "0007_notify"), ("discussion", "0004_roles")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
