from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Case, DateTimeField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from discussion.models import Restriction, Voice
from discussion.permissions import YES, Decision
from discussion.restricting.matching import email_matches, network_holds
from kit.prepared import Prepared, moment
from people.models import User

Kind = Restriction.Kind
HIS, STAFF = "his", "staff"  # rows that are no restrictions, but the addresses of who is asked about
Row = tuple[str, str, str, datetime | None]  # kind, pattern, reason, until
Arm = QuerySet[Any, Any]


@dataclass(frozen=True)
class Restraints:
    """What stands against one voice at the moment; `refusal` is whether he may take part at all."""

    review: bool = False
    shadow: bool = False
    refusal: Decision = YES


def restraints_of(by: Voice, address: str = "") -> Restraints:
    """`address`: of the network that he writes from, where the caller knows it. One query."""
    return restraints_among(_rows_of(kind_of(by), now=timezone.now(), **who_is(by)), by.email, address)


def restraints_among(found: Iterable[Any], email: str = "", address: str = "") -> Restraints:
    """By the rows that arms_of() brought; `email` is a guest's. Patterns are not meant for who works here: they would
    lock out the one who could lift them.
    """
    rows: list[Row] = [(kind, pattern, reason, moment(until)) for kind, pattern, reason, until in found]
    rows.append((HIS, email, "", None))
    emails = [pattern for kind, pattern, _reason, _until in rows if kind in (HIS, STAFF)]
    kinds = {kind for kind, *_rest in rows}
    against = [
        row
        for row in rows
        if row[0] == Kind.BAN or (STAFF not in kinds and _means(row, [one for one in emails if one], address))
    ]
    return Restraints(Kind.REVIEW in kinds, Kind.SHADOW in kinds, _refusal(against))


def kind_of(by: Voice) -> str:
    """What the statement that asks for restraints depends on."""
    if by.user_id:
        return "member"
    return "guest" if by.email else "nameless"


def who_is(by: Voice) -> dict[str, Any]:
    """The values that it takes."""
    return {"voice": 0 if by.new else by.pk, "user": by.user_id or 0, "email": by.email}


def arms_of(kind: str, *beside: Any, voice: int, now: datetime, user: int = 0, email: str = "") -> list[Arm]:
    """Rows that restraints_among() takes, of a union; `beside`: further columns, for who asks for something else with
    it.
    """
    columns = ("pattern", "reason", "until", *beside)
    whose = Q(voice=voice)
    if kind == "guest":  # also as whom he spoke in another browser, where he has confirmed that address
        whose |= Q(voice__user=None, voice__email=email, voice__proved_at__isnull=False)
    standing = Restriction.objects.standing(now).filter(Q(voice=None) | whose).order_by()
    arms: list[Arm] = [standing.values_list("kind", *columns)]
    if kind == "member":
        never = Value(None, output_field=DateTimeField())
        who = Case(When(is_staff=True, then=Value(STAFF)), default=Value(HIS))
        others = EmailAddress.objects.filter(user=user, verified=True).order_by()
        arms.append(User.objects.filter(pk=user).values_list(who, "email", Value(""), never, *beside))
        arms.append(others.values_list(Value(HIS), "email", Value(""), never, *beside))
    return arms


def unwelcome(email: str, address: str = "") -> str:
    """Why nobody may open an account with that address from that network; empty where he may. One query."""
    rows = Restriction.objects.standing().filter(voice=None).values_list("kind", "pattern", "reason", "until")
    return _refusal([row for row in rows if _means(row, [email], address)]).reason


def shadowed_among(voices: Iterable[int]) -> set[int]:
    """One query."""
    standing = Restriction.objects.standing().filter(kind=Kind.SHADOW, voice__in=set(voices))
    return {voice for voice in standing.values_list("voice", flat=True) if voice}


def _question(kind: str, **who: Any) -> Arm:
    first, *others = arms_of(kind, **who)
    return first.union(*others, all=True) if others else first


_rows_of = Prepared(_question)


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
