from collections import OrderedDict
from threading import Lock
from time import monotonic
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache


class Memory(BaseCache):
    """A process's own cache that hands out the very objects that were put in, as to pickle a page of a thread takes
    longer than to send it. Nobody may change what he got. At MAX_ENTRIES goes what was asked for least lately.
    """

    kept: OrderedDict[str, tuple[float, Any]]  # until when, what

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        # Django makes a cache for each thread; what they keep is one and the same.
        self.kept, self.lock = STORES.setdefault(name, (OrderedDict(), Lock()))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        key = self.make_key(key, version)
        with self.lock:
            until, value = self.kept.get(key, (0.0, default))
            if until < monotonic():
                self.kept.pop(key, None)
                return default
            self.kept.move_to_end(key)
            return value

    def set(
        self, key: str, value: Any, timeout: float | object | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        key, until = self.make_key(key, version), self._until(timeout)
        with self.lock:
            self._put(key, until, value)

    def add(
        self, key: str, value: Any, timeout: float | object | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        key, until = self.make_key(key, version), self._until(timeout)
        with self.lock:
            if self.kept.get(key, (0.0, None))[0] >= monotonic():
                return False
            self._put(key, until, value)
            return True

    def delete(self, key: str, version: int | None = None) -> bool:
        with self.lock:
            return self.kept.pop(self.make_key(key, version), None) is not None

    def clear(self) -> None:
        with self.lock:
            self.kept.clear()

    def _put(self, key: str, until: float, value: Any) -> None:
        self.kept[key] = until, value
        self.kept.move_to_end(key)
        while len(self.kept) > self._max_entries:
            self.kept.popitem(last=False)

    def _until(self, timeout: float | object | None) -> float:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return float("inf") if seconds is None else monotonic() + float(str(seconds))


STORES: dict[str, tuple[OrderedDict[str, tuple[float, Any]], Lock]] = {}
