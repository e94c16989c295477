"""How this site has set its rules, changed by administrators."""

from dataclasses import asdict, fields
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from discussion.models.screening import Says, ScreeningRule
from discussion.screening import simulating
from discussion.screening.pipeline import InForce, rules
from discussion.screening.rule import Mode, Options, Rule
from people.models import User


def rule_named(code: str) -> Rule | None:
    return next((rule for rule in rules() if rule.code == code), None)


def title_of(code: str) -> str:
    """Of a rule that is there no more, its code."""
    known = (rule.title for rule in (*rules(), *simulating.TRIED_ONLY) if rule.code == code)
    return str(next(known, code))


def rule_in_force(rule: Rule) -> InForce:
    """One query."""
    return InForce.of(rule, ScreeningRule.objects.filter(code=rule.code).first())


@transaction.atomic
def set_rule(*, rule: Rule, by: User, mode: str, says: Says, options: Options) -> str:
    """What changed, in words, as the admin's log has it; nothing is written where that is nothing. The rule's row is
    made with the first change.
    """
    if says not in (*rule.may_say, rule.says) or type(options) is not rule.options:
        raise ValueError(f"{rule.code} cannot be set so.")
    first = {"mode": rule.mode, "says": rule.says, "options": asdict(rule.options())}
    ScreeningRule.objects.get_or_create(code=rule.code, defaults=first)
    row = ScreeningRule.objects.select_for_update().get(code=rule.code)
    changed = _changed(InForce.of(rule, row), InForce(rule, mode, says, options))
    if changed:
        row.mode, row.says, row.options = Mode(mode), says, asdict(options)
        row.version += 1
        row.save()
        _log(rule, by, changed)
    return changed


def _changed(before: InForce, after: InForce) -> str:
    both: list[tuple[Any, Any, Any]] = [
        (_("mode"), Mode(before.mode).label, Mode(after.mode).label),
        (_("asks for"), before.says.label, after.says.label),
    ]
    for one in fields(after.options):
        both.append((one.metadata["label"], getattr(before.options, one.name), getattr(after.options, one.name)))
    told = _("%(what)s: %(before)s → %(after)s")
    changed = [one for one in both if one[1] != one[2]]
    return "; ".join(told % {"what": what, "before": _brief(was), "after": _brief(now)} for what, was, now in changed)


def _brief(value: object) -> str:
    return Truncator(", ".join(str(value).splitlines())).chars(100) or "–"


def _log(rule: Rule, by: User, changed: str) -> None:
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(ScreeningRule),
        object_id=rule.code,
        object_repr=str(rule.title)[:200],
        action_flag=CHANGE,
        change_message=changed,
    )
