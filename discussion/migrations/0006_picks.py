"""Editors may pick comments, and so may administrators."""

from django.apps import apps as live
from django.contrib.auth.management import create_permissions
from django.db import migrations


def give(apps, schema_editor):
    # Permissions are otherwise made after all migrations, too late to be given to anybody here.
    create_permissions(live.get_app_config("discussion"), verbosity=0)
    Group = apps.get_model("auth", "Group")
    pick = apps.get_model("auth", "Permission").objects.get(content_type__app_label="discussion", codename="pick")
    for group in Group.objects.filter(name__in=["Editors", "Administrators"]):
        group.permissions.add(pick)


class Migration(migrations.Migration):
    dependencies = [
        ("discussion", "0005_taking_part"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
