import discussion.models.urgency
from django.db import migrations, models

# What a reply changes of the comments of its tree, and the indexes that had these columns.
MOVED = (['tree_id', 'lft'], ['passage_id', 'state', 'descendant_count'])
ROOM = 80  # percent of a page that are filled at first


def leave_room(apps, editor):
    """PostgreSQL writes a row's entries in all of its indexes anew where a column of any of them changes, and where the
    page has no room for the row. SQLite writes those of the columns that change.
    """
    if editor.connection.vendor != 'postgresql':
        return
    model = apps.get_model('discussion', 'comment')
    with editor.connection.cursor() as cursor:
        found = editor.connection.introspection.get_constraints(cursor, model._meta.db_table)
    for index, about in found.items():
        if about['index'] and about['columns'] in MOVED:
            editor.execute(editor._delete_index_sql(model, index))
    editor.execute(f'ALTER TABLE discussion_comment SET (fillfactor = {ROOM})')


def make_again(apps, editor):
    if editor.connection.vendor != 'postgresql':
        return
    editor.execute('ALTER TABLE discussion_comment RESET (fillfactor)')
    model = apps.get_model('discussion', 'comment')
    for index in model._meta.indexes:
        if [model._meta.get_field(name).column for name, _order in index.fields_orders] in MOVED:
            editor.add_index(model, index)


def by_urgency(name, condition):
    return models.Index(discussion.models.urgency.Urgency(), models.F('id'), condition=condition, name=name)


class Migration(migrations.Migration):

    dependencies = [
        ('discussion', '0031_votes_of_a_voice_here'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='comment', name='reported_by_urgency'),
        migrations.RemoveIndex(model_name='comment', name='held_by_urgency'),
        migrations.AddIndex(model_name='comment', index=by_urgency('reported_by_urgency', models.Q(('report_count__gt', 0)))),
        migrations.AddIndex(model_name='comment', index=by_urgency('held_by_urgency', models.Q(('state', 'held')))),
        migrations.RunPython(leave_room, make_again),
    ]
