"""How rows of a crowd are made: by the database itself, without its indexes and checks meanwhile."""

from contextlib import contextmanager

from django.db import connection


def insert(model, rows, names, /, **columns):
    """The model's own defaults for columns that are not named."""
    names = {
        **names,
        "large_count": "(SELECT COUNT(*) FROM discussion_comment WHERE thread_id = {large})".format(**names),
    }
    expressions, values, fields = [], [], []
    for field in model._meta.concrete_fields:
        if field.column in columns:
            fields.append(field.column)
            expressions.append(columns[field.column].format(**names).format(**names))
        elif not field.primary_key:
            fields.append(field.column)
            expressions.append("%s")
            values.append(field.get_db_prep_save(field.get_default(), connection))
    listed = ", ".join(connection.ops.quote_name(name) for name in fields)
    selected = ", ".join(
        expression if expression == "%s" else expression.replace("%", "%%") for expression in expressions
    )
    rows = rows.format(**names).replace("%", "%%")
    execute(f"INSERT INTO {model._meta.db_table} ({listed}) SELECT {selected} FROM {rows}", values)


def made(name, columns, rows):
    described = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    execute(f"CREATE TEMPORARY TABLE {name} ({described})")
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {name} VALUES ({places})", list(rows))


def execute(statement, values=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@contextmanager
def without_indexes(*tables):
    """To make an index of a million rows costs a tenth of a million times adding one to it."""
    marks = ", ".join(f"'{table}'" for table in tables)
    if connection.vendor == "postgresql":
        found = (
            f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ({marks}) AND schemaname = current_schema()"
            " AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname)"
        )
    else:
        found = (
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})"
        )
    with connection.cursor() as cursor:
        cursor.execute(found)
        indexes = cursor.fetchall()
    for name, _sql in indexes:
        execute(f'DROP INDEX "{name}"')
    yield
    for _name, sql in indexes:
        execute(sql)


@contextmanager
def without_checks():
    """PostgreSQL asks for each row whether what it refers to is there; who may spare that, does."""
    if connection.vendor != "postgresql":
        yield
        return
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        allowed = cursor.fetchone()[0]
    if allowed:
        execute("SET LOCAL session_replication_role = replica")
    yield
    if allowed:
        execute("SET LOCAL session_replication_role = DEFAULT")
