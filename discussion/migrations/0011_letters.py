from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("discussion", "0010_confirmed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="mail",
            name="address",
            field=models.EmailField(blank=True, max_length=254, verbose_name="to"),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(
                condition=models.Q(("failed_at", None), ("sent_at", None), ("comment", None)),
                fields=["due_at", "id"],
                name="letters_open",
            ),
        ),
    ]
