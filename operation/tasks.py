"""Lines of a worker say which task they belong to."""

from typing import Any

from operation.request_ids import NOTHING, working_on


def begin(task_result: Any, **_: Any) -> None:
    working_on.set(f"task {task_result.id}")


def end(**_: Any) -> None:
    working_on.set(NOTHING)
