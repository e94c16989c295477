import django.db.models.deletion
import mptt.fields
from django.db import migrations, models


def drop(apps, editor):
    """The index of parents alone, with whom others begin. By name: to alter a field SQLite writes the table anew."""
    model = apps.get_model('discussion', 'comment')
    with editor.connection.cursor() as cursor:
        found = editor.connection.introspection.get_constraints(cursor, model._meta.db_table)
    for index, about in found.items():
        if about['index'] and not about['unique'] and about['columns'] == ['parent_id']:
            editor.execute(editor._delete_index_sql(model, index))


def make_again(apps, editor):
    model = apps.get_model('discussion', 'comment')
    editor.execute(editor._create_index_sql(model, fields=[model._meta.get_field('parent')]))


class Migration(migrations.Migration):

    dependencies = [
        ('discussion', '0027_phrases'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop, make_again)],
            state_operations=[
                migrations.AlterField(
                    model_name='comment',
                    name='parent',
                    field=mptt.fields.TreeForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='discussion.comment', verbose_name='in reply to'),
                ),
                migrations.AlterField(
                    model_name='comment',
                    name='passage',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='discussion.passage', verbose_name='passage'),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['voice', 'thread', 'state'], name='comments_of_a_voice_here'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('kind__in', ('approved', 'kept', 'refused', 'hidden', 'spam', 'restored', 'report_held', 'undone', 'appeal_granted', 'appeal_denied', 'picked', 'unpicked', 'pinned', 'unpinned', 'branch_moved', 'warned', 'restricted', 'unrestricted', 'suspended', 'let_in', 'thread_opened', 'thread_reviewed', 'thread_read_only', 'thread_closed', 'thread_paced', 'thread_feedback', 'thread_guests')), models.Q(('comment', None), ('kind', 'erased')), _connector='OR'), fields=['id'], name='events_logged'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('comment', None), ('kind__in', ('pinned', 'unpinned', 'branch_moved')), _connector='OR'), fields=['thread', 'id'], name='events_of_threads'),
        ),
    ]
