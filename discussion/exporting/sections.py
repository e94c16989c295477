"""Where a person's rows are: a section a table."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db.models import Model, Q, QuerySet

from articles.models import Article, Revision
from discussion.exporting import rows
from discussion.exporting.rows import Row
from discussion.models import (
    Appeal,
    Comment,
    Device,
    Event,
    Mail,
    Mute,
    Notice,
    Passage,
    Report,
    Restriction,
    Subscription,
    Verdict,
    Visit,
    Voice,
    Vote,
    Wording,
)
from people.models import User

AT_A_TIME = 500


@dataclass(frozen=True)
class Person:
    """An account with its voice, or a guest's voices."""

    user: User | None
    voices: tuple[Voice, ...]

    @classmethod
    def of_user(cls, user: User) -> "Person":
        return cls(user, tuple(Voice.objects.filter(user=user)))

    @classmethod
    def of_voices(cls, voices: Iterable[Voice]) -> "Person":
        return cls(None, tuple(voices))


@dataclass(frozen=True)
class Section:
    """`rows` is how a person's rows are found, `line` what of a row is his to know."""

    name: str
    model: type[Model]
    rows: Callable[[Person], QuerySet[Any]]
    line: Callable[[Any], Row]

    def of(self, person: Person) -> Iterator[Row]:
        for row in self.rows(person).order_by("pk").iterator(chunk_size=AT_A_TIME):
            yield self.line(row)


def of_voices(model: type[Model], *parts: str) -> Callable[[Person], QuerySet[Any]]:
    """The table's rows of his voices, read together with `parts`."""
    return lambda person: model._default_manager.filter(voice__in=person.voices).select_related(*parts)


def of_user(model: type[Model], *parts: str) -> Callable[[Person], QuerySet[Any]]:
    return lambda person: model._default_manager.filter(user=person.user, user__isnull=False).select_related(*parts)


def _told_events(person: Person) -> QuerySet[Event]:
    """Without what is not told him: a shadow ban would end with it, and notes are other people's words."""
    restricted = (Event.Kind.RESTRICTED, Event.Kind.RESTRICTION_LIFTED)
    his = Event.objects.filter(Q(about__in=person.voices) | Q(by__in=person.voices))
    untold = Q(about__in=person.voices) & (
        Q(kind=Event.Kind.NOTED)
        | Q(undoes__kind=Event.Kind.NOTED)
        | Q(kind__in=restricted, kept__kind=Restriction.Kind.SHADOW)
        | Q(undoes__kind__in=restricted, undoes__kept__kind=Restriction.Kind.SHADOW)
    )
    return his.exclude(pk__in=Event.objects.filter(untold).values("pk"))


PLACE = ("comment__thread__article",)
SECTIONS = (
    Section(
        "account", User, lambda person: User.objects.filter(pk=person.user.pk if person.user else 0), rows.of_account
    ),
    Section(
        "addresses",
        EmailAddress,
        of_user(EmailAddress),
        lambda one: {"email": one.email, "main": one.primary, "confirmed": one.verified},
    ),
    Section(
        "second_steps",
        Authenticator,
        of_user(Authenticator),
        lambda one: {"kind": one.type, "made": one.created_at, "last_used": one.last_used_at},
    ),
    Section(
        "sessions",
        UserSession,
        of_user(UserSession),
        lambda one: {
            "network_address": one.ip,
            "browser": one.user_agent,
            "since": one.created_at,
            "last_seen": one.last_seen_at,
        },
    ),
    Section(
        "names", Voice, lambda person: Voice.objects.filter(pk__in=[voice.pk for voice in person.voices]), rows.of_voice
    ),
    Section("browsers", Device, of_voices(Device), lambda one: {"since": one.made_at}),
    Section("comments", Comment, of_voices(Comment, "thread__article", "passage"), rows.of_comment),
    Section(
        "earlier_wordings",
        Wording,
        lambda person: Wording.objects.filter(comment__voice__in=person.voices),
        rows.of_wording,
    ),
    Section(
        "questions",
        Passage,
        lambda person: Passage.objects.filter(asked_by__in=person.voices).select_related("thread__article"),
        rows.of_question,
    ),
    Section("screening", Verdict, of_voices(Verdict, *PLACE), rows.of_verdict),
    Section("votes", Vote, of_voices(Vote, *PLACE), rows.of_vote),
    Section("reports", Report, of_voices(Report, *PLACE), rows.of_report),
    Section("subscriptions", Subscription, of_voices(Subscription, "thread__article"), rows.of_subscription),
    Section("inbox", Notice, of_voices(Notice, "event", *PLACE), rows.of_notice),
    Section("mails", Mail, of_voices(Mail, *PLACE), rows.of_mail),
    Section("muted", Mute, of_user(Mute, "voice"), lambda mute: {"name": mute.voice.name, "since": mute.at}),
    Section("visits", Visit, of_user(Visit, "thread__article"), rows.of_visit),
    Section(
        "events",
        Event,
        lambda person: _told_events(person).select_related("thread__article"),
        rows.of_event,
    ),
    Section("appeals", Appeal, of_voices(Appeal, "decision__comment__thread__article"), rows.of_appeal),
    Section(
        "restrictions",
        Restriction,
        lambda person: Restriction.objects.filter(voice__in=person.voices).exclude(kind=Restriction.Kind.SHADOW),
        lambda one: {
            "what": one.kind,
            "reason": one.reason,
            "since": one.since,
            "until": one.until,
            "lifted": one.lifted_at,
        },
    ),
    Section(
        "articles",
        Article,
        lambda person: Article.objects.filter(author=person.user, author__isnull=False),
        lambda one: {"article": one.headline, "address": rows.address_of(one)},
    ),
    Section(
        "texts_saved",
        Revision,
        lambda person: (
            Revision.objects.filter(by=person.user, by__isnull=False).select_related("article").defer("body", "blocks")
        ),
        lambda one: {"article": one.article.headline, "revision": one.number, "at": one.saved_at},
    ),
    Section(
        "admin_log",
        LogEntry,
        of_user(LogEntry),
        lambda one: {"at": one.action_time, "what": one.get_change_message(), "object": one.object_repr},
    ),
)
