"""What a page asks of a database in which a crowd has spoken: each query, its plan, and how much it reads."""

import json
import re
from dataclasses import dataclass, field

from django.db import connection

from kit.planned import numbered

READS = re.compile(r"\s*(SELECT|WITH|\(SELECT)", re.IGNORECASE)
NAMED = re.compile(r'(?:FROM|JOIN|UPDATE|INTO)\s+"(\w+)"(?:\s+(?:AS\s+)?"?(\w+)"?)?')
STEPS = 100  # of SQLite's machine between two looks at how many there were
LARGE = 5_000  # rows of a table that nobody reads as a whole


@dataclass
class Query:
    sql: str
    params: object
    plan: list[str] = field(default_factory=list)
    scans: list[str] = field(default_factory=list)  # large tables that it reads from one end to the other
    rows: int = 0  # PostgreSQL: that it read; SQLite: steps of the machine, a row takes some ten


class Asked:
    """Keeps what is asked while it stands, and explains that afterwards."""

    def __init__(self):
        self.queries: list[Query] = []

    def __enter__(self):
        self.wrapper = connection.execute_wrapper(self._keep)
        self.wrapper.__enter__()
        return self

    def __exit__(self, *error):
        self.wrapper.__exit__(*error)
        if not any(error):
            large = large_tables()
            for query in self.queries:
                EXPLAIN[connection.vendor](query, large)

    def _keep(self, execute, sql, params, many, context):
        if not many and NAMED.search(sql):
            self.queries.append(Query(sql, params))
        return execute(sql, params, many, context)


def large_tables():
    found = set()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [LARGE])
            return {name for (name,) in cursor.fetchall()}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM (SELECT 1 FROM "{table}" LIMIT {LARGE + 1})')  # noqa: S608
            if cursor.fetchone()[0] > LARGE:
                found.add(table)
    return found


def _on_sqlite(query, large):
    """Only what reads is asked again; of a scan along an index the steps tell whether it ended early."""
    tables = {alias or table: table for table, alias in NAMED.findall(query.sql)}
    tables |= {table: table for table in tables.values()}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query.sql}", query.params)
        query.plan = [row[3] for row in cursor.fetchall()]
    for line in query.plan:
        scanned = re.match(r"SCAN (\w+)(?! .*USING)", line)
        if scanned and tables.get(scanned[1]) in large:
            query.scans.append(line)
    if READS.match(query.sql):
        query.rows = _steps(query)
        if query.rows < 2 * LARGE:  # it walked the table in its order, and ended where it had enough
            query.scans.clear()


def _steps(query):
    counted = [0]

    def count():
        counted[0] += STEPS

    connection.connection.set_progress_handler(count, STEPS)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query.sql, query.params)
            cursor.fetchall()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return counted[0]


def _on_postgresql(query, large):
    reads = bool(READS.match(query.sql))
    explain = f"EXPLAIN (FORMAT JSON{', ANALYZE' if reads else ''})"
    with connection.cursor() as cursor:
        if isinstance(query.params, dict):  # as kit/planned.py has it planned: for whatever values
            statement, names = numbered(query.sql)
            values = [query.params[name] for name in names]
            cursor.cursor.execute(f"PREPARE asked AS {statement}")
            cursor.execute(f"{explain} EXECUTE asked({', '.join(['%s'] * len(names))})", values)
        else:
            cursor.execute(f"{explain} {query.sql}", query.params)
        (plans,) = cursor.fetchone()
        if isinstance(query.params, dict):
            cursor.execute("DEALLOCATE asked")
    plans = json.loads(plans) if isinstance(plans, str) else plans
    for depth, node in _nodes(plans[0]["Plan"]):
        name, table = node["Node Type"], node.get("Relation Name", "")
        read, loops = node.get("Actual Rows", 0), node.get("Actual Loops", 0)
        passed = sum(node.get(f"Rows Removed by {what}", 0) for what in ("Filter", "Index Recheck", "Join Filter"))
        index = node.get("Index Name", "")
        query.plan.append(f"{'  ' * depth}{name} {table} {index} rows {read} (+{passed}) x {loops}")
        if table or index:
            query.rows += int((read + passed) * loops)
        if name == "Seq Scan" and table in large:  # even where this time nothing led to it
            query.scans.append(query.plan[-1].strip())


def _nodes(plan, depth=0):
    yield depth, plan
    for part in plan.get("Plans", []):
        yield from _nodes(part, depth + 1)


EXPLAIN = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}
