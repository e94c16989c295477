from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.models.screening import Says
from discussion.screening.draft import Draft
from discussion.screening.outside import akismet, service
from discussion.screening.outside.patience import Patience
from discussion.screening.outside.question import Answer, Question
from discussion.screening.rule import Finding, Mode, Options, Rule, option

NOW = timedelta(minutes=5)  # what was written before is a simulation's; it stays here
SERVICE = Patience("The screening service")
AKISMET_SERVICE = Patience("Akismet")


@dataclass(frozen=True)
class AboutWhom(Options):
    guests_only: bool = option(False, gettext_lazy("ask about guests alone"))
    trusted: int = option(0, gettext_lazy("published comments after which nobody is asked about; 0: all are"), 0, 50)


def find_by_service(draft: Draft, about: AboutWhom) -> Finding | None:
    return _found(draft, about, SERVICE, service.ask) if settings.SCREENING_URL else None


def find_by_akismet(draft: Draft, about: AboutWhom) -> Finding | None:
    return _found(draft, about, AKISMET_SERVICE, akismet.ask) if settings.AKISMET_KEY else None


def _found(draft: Draft, about: AboutWhom, patience: Patience, ask: Callable[[Question], Answer]) -> Finding | None:
    if _stays_here(draft, about):
        return None
    question = Question.of(draft)
    answer = patience.ask(lambda: ask(question))
    if answer.says == Says.PUBLISH:
        return None
    return Finding(answer.reason or _("The service gave no reason."), _said(answer.says), _asks_for(answer.says))


def _said(says: Says) -> str:
    """To the writer: the service's own reason might teach how to get around it."""
    match says:
        case Says.NUDGE:
            return _("Please look at your text again: would you say it like that to somebody's face?")
        case Says.HOLD:
            return _("A program is not sure about your text.")
    return _("A program took your text for advertising or abuse.")


def _asks_for(says: Says) -> Says | None:
    """A machine elsewhere refuses nobody by itself: what becomes of a refusal, the rule's row says."""
    return None if says == Says.REFUSE else says


def _stays_here(draft: Draft, about: AboutWhom) -> bool:
    if timezone.now() - draft.at > NOW:
        return True
    if about.guests_only and draft.by is not None and draft.by.user_id is not None:
        return True
    return about.trusted > 0 and draft.out >= about.trusted


OUTSIDE = Rule(
    code="outside",
    title=gettext_lazy("A service of your own"),
    about=gettext_lazy(
        "Asks the service that BROADSHEET_SCREENING_URL names; without one it does nothing. What it refuses becomes"
        " what is chosen here. In shadow it is asked, too."
    ),
    find=find_by_service,
    mode=Mode.OFF,
    says=Says.HOLD,
    may_say=(Says.HOLD, Says.REFUSE),
    options=AboutWhom,
    replayable=False,
)
AKISMET = Rule(
    code="akismet",
    title=gettext_lazy("Akismet"),
    about=gettext_lazy(
        "Asks Akismet whether it is spam, where BROADSHEET_AKISMET_KEY is set; without it it does nothing. What"
        " Akismet would discard becomes what is chosen here. In shadow it is asked, too."
    ),
    find=find_by_akismet,
    mode=Mode.OFF,
    says=Says.HOLD,
    may_say=(Says.HOLD, Says.REFUSE),
    options=AboutWhom,
    replayable=False,
)
