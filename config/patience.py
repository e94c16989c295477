"""How long a request waits for what others hold. Each that waits keeps one of the few threads of its server process."""

from typing import Any

LOCK_SECONDS = 2  # verbs try again for kit.contention.PATIENCE
POOL_SECONDS = 5


def wait_briefly(database: dict[str, Any]) -> None:
    """For the web server alone: a worker has the time that the settings give it, and nobody watches it wait."""
    options = database.setdefault("OPTIONS", {})
    if database["ENGINE"].endswith("sqlite3"):
        options["timeout"] = min(LOCK_SECONDS, options.get("timeout", LOCK_SECONDS))
        return
    # The last of two counts: whoever sets one in DATABASE_URL has the say.
    options["options"] = f"-c lock_timeout={LOCK_SECONDS * 1000} {options.get('options', '')}".strip()
    if isinstance(options.get("pool"), dict):
        options["pool"].setdefault("timeout", POOL_SECONDS)
