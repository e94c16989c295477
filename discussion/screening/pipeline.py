"""The rules in their order, asked one after the other before anybody sees a comment."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from time import perf_counter
from typing import NamedTuple

from django.core.cache import caches
from django.db import DatabaseError
from django.utils.translation import gettext as _

from discussion.models.screening import Says, ScreeningRule
from discussion.screening.draft import Draft, Wants
from discussion.screening.rule import Finding, Mode, Options, PassedOver, Rule
from discussion.screening.rules import RULES
from discussion.screening.survey import Stamp

log = logging.getLogger(__name__)


class Step(NamedTuple):
    """What one rule said, in how many milliseconds. A rule that failed says "publish" with that as its reason."""

    code: str
    says: Says
    mode: str
    milliseconds: float
    reason: str = ""

    @property
    def shadow(self) -> bool:
        return self.mode == Mode.SHADOW


@dataclass(frozen=True)
class Screened:
    """The verdict on a draft: the strictest that a rule in force said, and all that they found."""

    draft: Draft
    says: Says = Says.PUBLISH
    said: str = ""
    source: str = ""  # as it goes on, with words covered
    steps: tuple[Step, ...] = ()
    wait: int = 0
    door: bool = False
    silence: bool = False
    flags: tuple[str, ...] = ()  # why moderators are asked to look
    rule: str = ""  # what the first flag that knows it says is wrong
    matched: tuple[int, ...] = ()  # watched words, in force or not

    def heeded(self) -> "Screened":
        """After the writer was asked to look again, and sent it all the same: a moderator reads it first."""
        return replace(self, says=Says.HOLD) if self.says == Says.NUDGE else self


class InForce(NamedTuple):
    """A rule as this site has set it."""

    rule: Rule
    mode: str
    says: Says
    options: Options
    version: int = 0

    @classmethod
    def of(cls, rule: Rule, row: ScreeningRule | None) -> "InForce":
        if row is None:
            return cls(rule, rule.mode, rule.says, rule.options())
        return cls(rule, row.mode, Says(row.says), rule.options.of(row.options), row.version)


def screen(draft: Draft) -> Screened:
    """Asks every rule that is not off; the first refusal ends it. Must run before a lock is taken, as a rule may ask
    another server. One query, one more where rules were set anew, and those of the rules; none of them writes.
    """
    draft = replace(draft, wants=_wanted(draft))
    screened = Screened(draft, source=draft.source)
    if draft.exists():
        return screened
    for one in _set_now(draft.settings):
        if one.mode == Mode.OFF or (draft.comment and not one.rule.edits):
            continue
        screened = _asked(screened, one)
        if screened.says == Says.REFUSE:
            break
    return screened


def rules() -> tuple[Rule, ...]:
    return RULES


def in_force() -> Iterator[InForce]:
    """One query."""
    rows = {row.code: row for row in ScreeningRule.objects.all()}
    for rule in RULES:
        yield InForce.of(rule, rows.get(rule.code))


def _wanted(draft: Draft) -> Wants:
    """Of the rules as this process last knew them; what it does not know they ask themselves."""
    kept = _rules_kept()
    wanted = Wants()
    for one in kept[1] if kept else ():
        if one.rule.wants and one.mode != Mode.OFF:
            wanted = wanted.and_also(one.rule.wants(draft, one.options))
    return wanted


def _set_now(stamp: Stamp | None) -> tuple[InForce, ...]:
    """One query where something was set anew since this process last looked, or nothing is known of that."""
    kept = _rules_kept()
    if stamp is None or kept is None or kept[0] != stamp:
        kept = stamp, tuple(in_force())
        caches["pages"].set("screening", kept, timeout=None)
    return kept[1]


def _rules_kept() -> tuple[Stamp | None, tuple[InForce, ...]] | None:
    kept: tuple[Stamp | None, tuple[InForce, ...]] | None = caches["pages"].get("screening")
    return kept


def _asked(screened: Screened, one: InForce) -> Screened:
    started = perf_counter()
    finding, failure = _found(one, screened.draft.reading(screened.source, one.version))
    took = round((perf_counter() - started) * 1000, 2)
    says = Says.PUBLISH if finding is None else finding.says or one.says
    mode = Mode.SHADOW if finding and finding.shadow else one.mode
    step = Step(one.rule.code, says, mode, took, finding.reason if finding else failure)
    matched = (*screened.matched, *finding.matched) if finding else screened.matched
    screened = replace(screened, steps=(*screened.steps, step), matched=matched)
    if finding is None or step.shadow:
        return screened
    return _with(screened, finding, says)


def _found(one: InForce, draft: Draft) -> tuple[Finding | None, str]:
    """A rule that fails keeps nobody from speaking; that the database is away is no failure of the rule."""
    find: Callable[[Draft, Options], Finding | None] = one.rule.find
    try:
        return find(draft, one.options), ""
    except DatabaseError:
        raise
    except PassedOver as failure:
        return None, str(failure)
    except Exception:
        log.exception("The screening rule %s failed and was passed over", one.rule.code)
        return None, _("It failed and was passed over; the log has more.")


def _with(screened: Screened, finding: Finding, says: Says) -> Screened:
    stricter = says.weight > screened.says.weight
    tells = stricter or (says == screened.says and not screened.said)
    return replace(
        screened,
        says=says if stricter else screened.says,
        said=finding.said if tells else screened.said,
        source=screened.source if finding.source is None else finding.source,
        wait=finding.wait if says == Says.REFUSE else screened.wait,
        door=finding.door if says == Says.REFUSE else screened.door,
        silence=screened.silence or finding.silence,
        flags=(*screened.flags, finding.reason) if finding.flag else screened.flags,
        rule=screened.rule or (finding.rule if finding.flag else ""),
    )
