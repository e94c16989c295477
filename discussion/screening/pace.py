"""How much one writer, or one neighbourhood of network addresses, says in longer windows than a minute."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discussion.models import Comment, Footprint
from discussion.models.footprint import salts_within, seconds_until_free
from discussion.models.screening import Says
from discussion.screening.draft import HOUR, MINUTES, Draft, Near, Wants
from discussion.screening.rule import Finding, Mode, Options, Rule, option
from discussion.screening.survey import REMEMBERED

SAID = Footprint.Act.SAID
KNOWN = 10  # comments that are out make somebody known
TIMES = 5  # as much from who is known: nobody writes so fast
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Speeds(Options):
    minutes: int = option(15, gettext_lazy("comments of one writer within ten minutes; 0: no limit"))
    hour: int = option(40, gettext_lazy("comments of one writer within an hour; 0: no limit"))
    day: int = option(150, gettext_lazy("comments of one writer within a day; 0: no limit"))
    network: int = option(60, gettext_lazy("comments of newcomers from one network within an hour; 0: no limit"))
    thread: int = option(
        15, gettext_lazy("comments of newcomers from one network in one discussion within ten minutes; 0: no limit")
    )


def find(draft: Draft, speeds: Speeds) -> Finding | None:
    """One query for the writer, and one more where he wrote much; one more for each limit that the network of who is
    not known has reached.
    """
    return next(_findings(draft, speeds), None)


def wants(draft: Draft, speeds: Speeds) -> Wants:
    return Wants(near=bool(speeds.network or speeds.thread))


def known(draft: Draft) -> bool:
    return draft.out >= KNOWN


def leave_traces(draft: Draft, acts: Sequence[str] = ()) -> None:
    """That a comment came from its network, and in that discussion; what who is known says counts for nobody else."""
    said = [] if known(draft) else [(SAID, ""), (SAID, str(draft.thread.pk))]
    if draft.address and (said or acts):
        Footprint.objects.leave(draft.address, *said, *((act, "") for act in acts))


def _findings(draft: Draft, speeds: Speeds) -> Iterator[Finding]:
    times = TIMES if known(draft) else 1
    for most, window in ((speeds.minutes, MINUTES), (speeds.hour, HOUR), (speeds.day, DAY)):
        nth = _nth(draft, most * times) if most else None
        if nth and nth > draft.at - window:
            reason = _("%(count)d comments of the writer within %(minutes)d minutes.")
            numbers = {"count": most * times, "minutes": window.total_seconds() // 60}
            said = _("You have said much in a short time. Take a break; you can post again in %(time)s.")
            yield _wait(reason % numbers, said, ceil((nth + window - draft.at).total_seconds()))
    if draft.address and times == 1:
        yield from _crowds(draft, speeds)


def _nth(draft: Draft, number: int) -> datetime | None:
    """When the writer said the last but so many."""
    if number <= len(draft.earlier):
        return draft.earlier[number - 1].posted_at
    if len(draft.earlier) < REMEMBERED:
        return None
    said = Comment.objects.filter(voice=draft.by, posted_at__lt=draft.at, posted_at__gt=draft.at - DAY)
    times = said.order_by("-posted_at", "-pk").values_list("posted_at", flat=True)
    nth: datetime | None = times[number - 1 : number].first()
    return nth


def _crowds(draft: Draft, speeds: Speeds) -> Iterator[Finding]:
    here = _("%(count)d comments of newcomers from one network within %(minutes)d minutes in this discussion.")
    everywhere = _("%(count)d comments of newcomers from one network within %(minutes)d minutes.")
    near = draft.near or Near(speeds.thread, speeds.network)
    salts = salts_within(HOUR, draft.at)
    for most, window, about, reason, counted in (
        (speeds.thread, MINUTES, str(draft.thread.pk), here, near.here),
        (speeds.network, HOUR, "", everywhere, near.anywhere),
    ):
        digests = [salt.digest(draft.address, about) for salt in salts]
        reached = most and counted >= most
        seconds = seconds_until_free(SAID, digests, most, window, draft.at) if reached else 0
        if seconds:
            said = _("Much has come from your network lately. You can post again in %(time)s.")
            yield _wait(reason % {"count": most, "minutes": window.total_seconds() // 60}, said, seconds)


def _wait(reason: str, said: str, seconds: int) -> Finding:
    minutes = ceil(seconds / 60)
    time = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return Finding(reason, said % {"time": time}, wait=max(seconds, 1))


PACE = Rule(
    code="pace",
    title=gettext_lazy("Pace"),
    about=gettext_lazy("Nobody has so much to say in so short a time. Whoever is too fast is told when to go on."),
    find=find,
    mode=Mode.ON,
    says=Says.REFUSE,
    may_say=(Says.REFUSE,),
    options=Speeds,
    edits=False,
    replayable=False,
    wants=wants,
)
