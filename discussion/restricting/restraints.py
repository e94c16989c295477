from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Case, DateTimeField, Q, QuerySet, Value, When
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from discussion.models import Restriction, Voice
from discussion.permissions import YES, Decision
from discussion.restricting.matching import email_matches, network_holds
from people.models import User

Kind = Restriction.Kind
HIS, STAFF = "his", "staff"  # rows that are no restrictions, but the addresses of who is asked about
Row = tuple[str, str, str, datetime | None]  # kind, pattern, reason, until


@dataclass(frozen=True)
class Restraints:
    """What stands against one voice at the moment; `refusal` is whether he may take part at all."""

    review: bool = False
    shadow: bool = False
    refusal: Decision = YES


def restraints_of(by: Voice, address: str = "") -> Restraints:
    """`address`: of the network that he writes from, where the caller knows it. One query. Patterns are not meant for
    who works here: they would lock out the one who could lift them.
    """
    rows = list(_rows(by))
    emails = [pattern for kind, pattern, _reason, _until in rows if kind in (HIS, STAFF)]
    staff = any(kind == STAFF for kind, *_rest in rows)
    kinds = {kind for kind, *_rest in rows}
    against = [
        row for row in rows if row[0] == Kind.BAN or (not staff and _means(row, [e for e in emails if e], address))
    ]
    return Restraints(Kind.REVIEW in kinds, Kind.SHADOW in kinds, _refusal(against))


def unwelcome(email: str, address: str = "") -> str:
    """Why nobody may open an account with that address from that network; empty where he may. One query."""
    rows = Restriction.objects.standing().filter(voice=None).values_list("kind", "pattern", "reason", "until")
    return _refusal([row for row in rows if _means(row, [email], address)]).reason


def shadowed_among(voices: Iterable[int]) -> set[int]:
    """One query."""
    standing = Restriction.objects.standing().filter(kind=Kind.SHADOW, voice__in=set(voices))
    return {voice for voice in standing.values_list("voice", flat=True) if voice}


def _rows(by: Voice) -> Iterable[Row]:
    patterns_and_his = Restriction.objects.standing().filter(Q(voice=None) | _is_of(by)).order_by()
    rows: QuerySet[Any, Row] = patterns_and_his.values_list("kind", "pattern", "reason", "until")
    if by.user_id is None:
        return [*rows, (HIS, by.email, "", None)]
    never = Value(None, output_field=DateTimeField())
    who = Case(When(is_staff=True, then=Value(STAFF)), default=Value(HIS))
    main = User.objects.filter(pk=by.user_id).values_list(who, "email", Value(""), never)
    others = EmailAddress.objects.filter(user=by.user_id, verified=True).order_by()
    return rows.union(main, others.values_list(Value(HIS), "email", Value(""), never), all=True)


def _is_of(by: Voice) -> Q:
    """Of a guest also as whom he spoke in another browser, where he has confirmed that address."""
    if by.user_id is None and by.email:
        return Q(voice=by) | Q(voice__user=None, voice__email=by.email, voice__proved_at__isnull=False)
    return Q(voice=by)


def _means(row: Row, emails: Iterable[str], address: str) -> bool:
    kind, pattern, _reason, _until = row
    if kind == Kind.EMAIL:
        return any(email_matches(pattern, email) for email in emails)
    return kind == Kind.ADDRESS and bool(address) and network_holds(pattern, address)


def _refusal(rows: list[Row]) -> Decision:
    """The one that lasts longest says why."""
    if not rows:
        return YES
    kind, _pattern, reason, until = max(rows, key=lambda row: (row[3] is None, row[3] and row[3].timestamp()))
    words = {Kind.EMAIL: _("This e-mail address is banned"), Kind.ADDRESS: _("Your network is banned")}
    said = words.get(Kind(kind), _("You are banned"))
    if until:
        at = date_format(localtime(until), "DATETIME_FORMAT")
        said = _("%(banned)s until %(time)s") % {"banned": said, "time": at}
    return Decision(False, f"{said}: {reason}" if reason else f"{said}.")
