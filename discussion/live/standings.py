"""How the threads stand that have readers: what this process knows, and what the other processes found out."""

import time
from contextlib import nullcontext
from threading import Lock

from django.conf import settings

from discussion.live.asking import ask
from discussion.live.standing import Notice, Standing
from kit.noticeboard import Noticeboard, Notices

SECONDS_KNOWN = 1.25
SECONDS_WAITED = 2  # at most, for another process that is just asking
SECONDS_USED = 5  # since a thread was last asked after; then it is asked for with the others no more
MOST_AT_ONCE = 200
MOST_KNOWN = 1000
NO_VERSION = -1  # that a thread has


class Standings:
    def __init__(self) -> None:
        self.known: dict[int, Standing] = {}
        self.lock = Lock()
        self.board = Noticeboard(settings.NOTICEBOARD) if settings.NOTICEBOARD else None

    def of(self, pk: int) -> Standing | None:
        """None for a thread that readers cannot see."""
        with self.lock:
            now, known = time.monotonic(), self.known.get(pk)
            if known is None or now - known.notice.asked >= SECONDS_KNOWN:
                self._refresh(pk, now)
                known = self.known.get(pk)
            if known:
                known.used = now
            return known

    def with_news(self, pk: int) -> Standing | None:
        """News come with the version where strangers were told of the one before, else by a query more."""
        with self.lock:
            now, known = time.monotonic(), self.known.get(pk)
            if known is None or known.notice.news is None:
                self._refresh(pk, now, with_news=True)
                known = self.known.get(pk)
            if known:
                known.told = now
            return known

    def _refresh(self, pk: int, now: float, *, with_news: bool = False) -> None:
        """Of this thread, and of those that would be asked for one by one within a moment."""
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        with self.board.in_hand() if self.board else nullcontext() as notices:
            if self.board and notices is None and self._can_wait(pk, now) and not with_news:
                return
            posted = _posted(notices, now)
            self._take({other: notice for other, notice in posted.items() if other == pk or other in self.known})
            if pk not in posted or self._lacks_news(pk, now, with_news):
                found = self._ask([pk, *self._in_use(now)], {pk: NO_VERSION} if with_news else {}, now)
                if notices:
                    notices.write(list((posted | found).values()))

    def _can_wait(self, pk: int, now: float) -> bool:
        """For the process that is just asking."""
        return pk in self.known and now - self.known[pk].notice.asked < SECONDS_WAITED

    def _lacks_news(self, pk: int, now: float, with_news: bool) -> bool:
        known = self.known[pk]
        return known.notice.news is None and (with_news or self._is_telling(known, now))

    def _ask(self, pks: list[int], telling: dict[int, int], now: float) -> dict[int, Notice]:
        ours = {pk: self.known[pk] for pk in pks if pk in self.known}
        telling = {pk: _version_told(one) for pk, one in ours.items() if self._is_telling(one, now)} | telling
        found = ask(pks, telling, now)
        for gone in set(ours) - set(found):
            del self.known[gone]
        self._take(found)
        return {pk: self.known[pk].notice for pk in found}

    def _in_use(self, now: float) -> list[int]:
        return [
            pk
            for pk, one in self.known.items()
            if now - one.notice.asked >= SECONDS_KNOWN / 2 and now - one.used < SECONDS_USED
        ][:MOST_AT_ONCE]

    def _is_telling(self, known: Standing, now: float) -> bool:
        """Whether strangers are told something of it now: then they will be told of the next change as well."""
        return now - known.told < SECONDS_USED

    def _take(self, found: dict[int, Notice]) -> None:
        for pk, notice in found.items():
            known = self.known.get(pk)
            if known is None:
                self.known[pk] = Standing(notice)
            elif notice.asked >= known.notice.asked:
                self.known[pk] = known.followed_by(notice)


def _version_told(known: Standing) -> int:
    return NO_VERSION if known.notice.news is None else known.version


def _posted(notices: Notices | None, now: float) -> dict[int, Notice]:
    """What others asked for within a second. Another version of ours may have written other columns."""
    try:
        posted = [Notice._make(row) for row in (notices and notices.read()) or ()]
    except TypeError:
        return {}
    return {one.pk: one for one in posted if 0 <= now - one.asked < SECONDS_KNOWN}
