"""The staff's roles: groups with the permissions that each needs, and no more."""

from django.apps import apps as live
from django.contrib.auth.management import create_permissions
from django.db import migrations

MODERATING = [
    ("discussion", "moderate"),
    ("discussion", "suspend"),
    ("discussion", "view_comment"),
    ("discussion", "view_event"),
    ("discussion", "view_thread"),
    ("discussion", "change_thread"),
    ("discussion", "view_voice"),
]
EDITING = [
    *[("articles", f"{verb}_{model}") for verb in ("add", "change", "view") for model in ("article", "photo", "tag", "appeal")],
    ("articles", "view_section"),
    ("discussion", "view_thread"),
    ("discussion", "change_thread"),
]
ADMINISTERING = [
    *MODERATING,
    *EDITING,
    *[("articles", f"{verb}_section") for verb in ("add", "change")],
    ("people", "view_user"),
    ("people", "change_user"),
]
ROLES = {"Editors": EDITING, "Moderators": MODERATING, "Administrators": ADMINISTERING}


def make(apps, schema_editor):
    # Permissions are otherwise made after all migrations, too late to be given to anybody here.
    for app in ("articles", "discussion", "people"):
        create_permissions(live.get_app_config(app), verbosity=0)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, wanted in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        for app, codename in wanted:
            group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


class Migration(migrations.Migration):
    dependencies = [
        ("discussion", "0003_moderation"),
        ("articles", "0001_initial"),
        ("people", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
