"""How the site uses the database that DATABASE_URL names."""

from typing import Any

SQLITE_OPTIONS = {
    # IMMEDIATE: a transaction that will write waits for its turn at once. A deferred one fails
    # with "database is locked" when it upgrades, whatever the timeout (docs/decisions/0002).
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
# What kit/planned.py has planned once is not planned for each set of values. Left to itself PostgreSQL goes over to
# that when statistics change, for as long as the connection lasts, and plans longer than it then works. And a row that
# an index finds costs what it does where there are no moving heads: it would rather sort 3,000 rows than walk to 50.
PLANNED = "-c plan_cache_mode=force_generic_plan -c random_page_cost=1.1"


def tuned(database: Any) -> dict[str, Any]:
    options = database.setdefault("OPTIONS", {})
    if database["ENGINE"].endswith("sqlite3"):
        options.update(SQLITE_OPTIONS)
        database["CONN_MAX_AGE"] = None
        return dict(database)
    options["pool"] = {"min_size": 1, "max_size": 8}
    options["options"] = f"{PLANNED} {options.get('options', '')}".strip()  # of two the last counts
    database["CONN_MAX_AGE"] = 0  # the pool keeps them
    return dict(database)
