"""How a thread stands, as it was last asked after: what every process can be told, and what this one makes of it."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.http import JsonResponse
from django.utils import timezone

from discussion.live.recent import Recent
from discussion.live.telling import told
from discussion.models import Thread

# How long nothing has changed, and when to ask again; both in seconds. A change is told within the first pause and
# the time for which a version is known, which leaves some of five for the way.
PAUSES = ((15 * 60, 2.5), (60 * 60, 15), (24 * 60 * 60, 60))
LONGEST_PAUSE = 300
MOST_ANSWERS = 200  # that are kept of a thread: readers came to it at as many of its versions


class Notice(NamedTuple):
    """Plain values. Times are seconds of time.monotonic(), which is the same for all processes of a machine."""

    pk: int
    asked: float
    version: int
    closed: bool
    changed: float
    hide_scores_hours: int | None
    comment_count: int
    voice_count: int
    news: list[Any] | None  # what Recent is made of, where strangers are told of it


@dataclass
class Standing:
    notice: Notice
    used: float = 0  # when a reader last asked
    told: float = 0  # when a stranger was last told something
    recent: Recent | None = None
    answers: dict[int, bytes] = field(default_factory=dict)  # to strangers, by the version that they have

    @property
    def version(self) -> int:
        return self.notice.version

    @property
    def etag(self) -> str:
        return f'"{self.version}"'

    @property
    def pause(self) -> float | None:
        """Seconds until a reader should ask again; None: nothing will come."""
        if self.notice.closed:
            return None
        quiet = self.notice.asked - self.notice.changed
        return next((pause for limit, pause in PAUSES if quiet < limit), LONGEST_PAUSE)

    def followed_by(self, notice: Notice) -> "Standing":
        was, same = self.notice, self.version == notice.version
        changed = was.changed if same else notice.asked  # votes and edits leave no time behind
        news = was.news if same and notice.news is None else notice.news
        notice = notice._replace(changed=max(notice.changed, changed), news=news)
        return Standing(notice, self.used, self.told, self.recent if news is was.news else None)

    def answer(self, since: int) -> bytes:
        """What the view tells a stranger whose page has version `since`. Where there is news."""
        kept = self.answers.get(since)
        if kept is None:
            kept = self._answer(since)
            if len(self.answers) < MOST_ANSWERS:
                self.answers[since] = kept
        return kept

    def _answer(self, since: int) -> bytes:
        recent = self.recent = self.recent or Recent.of(*self.notice.news or ())
        thread = Thread(**{name: getattr(self.notice, name) for name in OF_THREAD})
        votes = recent.votes_since(since, timezone.now() - thread.scores_hidden_for)
        answer = told(thread, count=recent.count(since), votes=votes, passages=recent.passages)
        return JsonResponse(answer).content


OF_THREAD = ("pk", "version", "hide_scores_hours", "comment_count", "voice_count")
