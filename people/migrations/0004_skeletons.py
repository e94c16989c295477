from django.db import migrations

from people.lookalikes import SkeletonField, skeleton


def fill(apps, schema_editor):
    User = apps.get_model("people", "User")
    for user in User.objects.only("pk", "handle", "display_name").iterator(chunk_size=2000):
        User.objects.filter(pk=user.pk).update(
            handle_skeleton=skeleton(user.handle), name_skeleton=skeleton(user.display_name)
        )


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0003_about"),
    ]

    operations = [
        migrations.AddField("user", "handle_skeleton", SkeletonField(of="handle")),
        migrations.AddField("user", "name_skeleton", SkeletonField(of="display_name")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
