"""Administrators write the words in which people are told of decisions."""

from django.apps import apps as live
from django.contrib.auth.management import create_permissions
from django.db import migrations


def give(apps, schema_editor):
    create_permissions(live.get_app_config("discussion"), verbosity=0)
    wanted = [f"{verb}_noticetext" for verb in ("add", "change", "delete", "view")]
    found = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="discussion", codename__in=wanted
    )
    apps.get_model("auth", "Group").objects.get(name="Administrators").permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("discussion", "0015_reporting"), ("discussion", "0004_roles")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
