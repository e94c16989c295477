"""PostgreSQL as it comes, for a run that asks for it: what is committed is on the disk."""

import sys
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

BIN = Path(__file__).resolve().parent.parent.parent / "bin"


@contextmanager
def postgresql():
    """Address of a server's own database; in it others may be made."""
    sys.path.insert(0, str(BIN))
    import postgres

    sys.path.remove(str(BIN))
    with postgres.running(careless=False) as (version, address):
        print(version, flush=True)
        yield address


def made(address, name):
    """Address of a new one on the same server."""
    import psycopg

    name = f"bench_{name}_{uuid4().hex[:8]}".replace("-", "_")
    server = address.rpartition("/")[0]
    with psycopg.connect(f"{server.replace('postgres://', 'postgresql://')}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server}/{name}"
