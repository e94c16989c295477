"""Administrators set rules and try them on comments that were posted already."""

import django.utils.timezone
from django.apps import apps as live
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

WANTED = ("view_screeningrule", "change_screeningrule", "view_simulation", "change_simulation")


def give(apps, schema_editor):
    create_permissions(live.get_app_config("discussion"), verbosity=0)
    found = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="discussion", codename__in=WANTED
    )
    apps.get_model("auth", "Group").objects.get(name="Administrators").permissions.add(*found)


class Migration(migrations.Migration):

    dependencies = [
        ('discussion', '0023_likeness'),
        ('discussion', '0004_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='Simulation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, verbose_name='rule')),
                ('says', models.CharField(choices=[('publish', 'Publish'), ('nudge', 'Ask the writer to look again'), ('hold', 'Hold for review'), ('refuse', 'Refuse')], max_length=7, verbose_name='what it asks for')),
                ('options', models.JSONField(default=dict)),
                ('current', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('running', 'Running'), ('stopped', 'Stopped'), ('done', 'Finished')], default='running', max_length=7, verbose_name='state')),
                ('since', models.DateTimeField(verbose_name='from')),
                ('until', models.DateTimeField(verbose_name='to')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='started')),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField(null=True)),
                ('after', models.PositiveBigIntegerField(default=0)),
                ('result', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'trial of a rule',
                'verbose_name_plural': 'trials of rules',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Stopped',
            fields=[
            ],
            options={
                'verbose_name': 'stopped at the door',
                'verbose_name_plural': 'stopped at the door',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('discussion.verdict',),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['posted_at', 'id'], name='comments_by_time'),
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
