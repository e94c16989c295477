import django.db.models.deletion
from django.db import migrations, models


def thread(**more):
    return models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='discussion.thread', verbose_name='thread', **more)


def copy(apps, editor):
    """That of each vote's comment, in one statement."""
    comments = apps.get_model('discussion', 'comment').objects.filter(pk=models.OuterRef('comment')).order_by()
    votes = apps.get_model('discussion', 'vote').objects.using(editor.connection.alias)
    votes.update(thread=models.Subquery(comments.values('thread')[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('discussion', '0030_decided_by_time'),
    ]

    operations = [
        migrations.AddField(model_name='vote', name='thread', field=thread(null=True)),
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.AlterField(model_name='vote', name='thread', field=thread()),
        migrations.AlterField(
            model_name='vote',
            name='voice',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='discussion.voice', verbose_name='voice'),
        ),
        migrations.AddIndex(
            model_name='vote',
            index=models.Index(fields=['voice', 'thread'], name='votes_of_a_voice_here'),
        ),
    ]
