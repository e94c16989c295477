import discussion.models.urgency
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


def drop(apps, editor):
    """The index of threads alone. By name: to alter a field SQLite writes the table anew."""
    model = apps.get_model('discussion', 'comment')
    with editor.connection.cursor() as cursor:
        found = editor.connection.introspection.get_constraints(cursor, model._meta.db_table)
    for index, about in found.items():
        if about['index'] and not about['unique'] and about['columns'] == ['thread_id']:
            editor.execute(editor._delete_index_sql(model, index))


def make_again(apps, editor):
    model = apps.get_model('discussion', 'comment')
    editor.execute(editor._create_index_sql(model, fields=[model._meta.get_field('thread')]))


class Migration(migrations.Migration):

    dependencies = [
        ('discussion', '0028_constant_work'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='comment',
            name='comments_reported',
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comments_held',
        ),
        migrations.RemoveIndex(
            model_name='voice',
            name='voice_email',
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop, make_again)],
            state_operations=[
                migrations.AlterField(
                    model_name='comment',
                    name='thread',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='discussion.thread', verbose_name='thread'),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('passage__isnull', False)), fields=['passage', 'state', 'descendant_count'], name='counted_of_a_passage'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(discussion.models.urgency.Urgency(), models.F('id'), condition=models.Q(('report_count__gt', 0)), name='reported_by_urgency'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(discussion.models.urgency.Urgency(), models.F('id'), condition=models.Q(('state', 'held')), name='held_by_urgency'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(django.db.models.functions.text.Lower('kind'), models.F('id'), condition=models.Q(('kind__in', ('approved', 'kept', 'refused', 'hidden', 'spam', 'restored', 'report_held', 'undone', 'appeal_granted', 'appeal_denied', 'picked', 'unpicked', 'pinned', 'unpinned', 'branch_moved', 'warned', 'restricted', 'unrestricted', 'suspended', 'let_in', 'thread_opened', 'thread_reviewed', 'thread_read_only', 'thread_closed', 'thread_paced', 'thread_feedback', 'thread_guests')), models.Q(('comment', None), ('kind', 'erased')), _connector='OR'), name='events_logged_by_kind'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('kind__in', ('approved', 'kept', 'refused', 'hidden', 'spam', 'restored', 'report_held', 'undone', 'appeal_granted', 'appeal_denied', 'picked', 'unpicked', 'pinned', 'unpinned', 'branch_moved', 'warned', 'restricted', 'unrestricted', 'suspended', 'let_in', 'thread_opened', 'thread_reviewed', 'thread_read_only', 'thread_closed', 'thread_paced', 'thread_feedback', 'thread_guests')), models.Q(('comment', None), ('kind', 'erased')), _connector='OR'), fields=['thread', 'id'], name='events_logged_of_a_thread'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('batch__isnull', False)), fields=['by', 'at', 'id'], name='events_of_a_moderator'),
        ),
        migrations.AddIndex(
            model_name='voice',
            index=models.Index(fields=['email'], name='voice_email'),
        ),
    ]
