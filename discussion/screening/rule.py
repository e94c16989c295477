"""What a rule of screening is made of."""

from collections.abc import Callable, Sequence
from dataclasses import Field, dataclass, field, fields
from typing import Any, Self

from django.utils.functional import Promise

from discussion.models.screening import Says, ScreeningRule
from discussion.screening.draft import Draft, Wants

Mode = ScreeningRule.Mode
Words = str | Promise


class PassedOver(Exception):
    """A rule that could not do its work says so by raising it with the reason; the log it has told itself."""


@dataclass(frozen=True)
class Finding:
    """What a rule found. `reason` is for moderators, `said` for the writer, who should learn what to do and nothing
    that helps to get around it. `says`: where the finding itself knows better than the rule's row.
    """

    reason: str
    said: str = ""
    says: Says | None = None
    wait: int = 0  # seconds after which it may be tried again; no comment is made
    door: bool = False  # a refusal that makes no comment: the form is shown again
    source: str | None = None  # the text as it goes on from here, with words covered
    silence: bool = False  # all that its writer says waits for review from now on
    flag: bool = False  # it is published, and moderators are asked to look
    shadow: bool = False  # counted, without effect, also where the rule is on
    rule: str = ""  # a models.Rule: what the flag says is wrong
    matched: tuple[int, ...] = ()  # watched words, to be counted


@dataclass(frozen=True)
class Options:
    """What an administrator may set for a rule; subclasses add fields made by option()."""

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Self:
        """What is stored, as far as it is known and fits; the rest is as the rule's module says."""
        kept = {one.name: stored[one.name] for one in fields(cls) if _fits(one, stored.get(one.name))}
        return cls(**kept)


def option(default: Any, label: Words, least: int = 0, most: int = 1_000_000) -> Any:
    """A field of Options: a number between `least` and `most`, a bool, or lines of text."""
    return field(default=default, metadata={"label": label, "least": least, "most": most})


@dataclass(frozen=True)
class Rule:
    """One rule. `find` gives None where it has no objection; it may ask the database, by index. `may_say`: what an
    administrator may let it ask for. `edits`: whether it is asked of new wordings too. `replayable`: whether it needs
    only what is kept of a comment, so that a simulation can ask it. `wants`: what it will mostly ask of the database,
    to be read with what others want.
    """

    code: str
    title: Words
    about: Words
    find: Callable[[Draft, Any], Finding | None]
    mode: ScreeningRule.Mode
    says: Says
    may_say: Sequence[Says] = (Says.NUDGE, Says.HOLD, Says.REFUSE)
    options: type[Options] = Options
    edits: bool = True
    replayable: bool = True
    wants: Callable[[Draft, Any], Wants] | None = None


def _fits(one: "Field[Any]", value: object) -> bool:
    if type(value) is not type(one.default):
        return False
    return not isinstance(value, int) or one.metadata["least"] <= value <= one.metadata["most"]
