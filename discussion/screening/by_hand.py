"""What keeps the simplest robots out: they fill in every field, and they are fast. No third party is asked."""

from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.models.screening import Says
from discussion.screening.draft import Draft
from discussion.screening.rule import Finding, Mode, Options, Rule, option

SALT = "broadsheet.forms"
FASTEST = 2  # seconds in which nobody fills in a form
LONGEST = 24 * 60 * 60  # a form that is older may have been taken from somebody's cache


def stamp() -> str:
    """When a form was made, for its hidden field."""
    return signing.TimestampSigner(salt=SALT).sign("form")


def made_by_hand(made: str, bait: str, fastest: int = FASTEST) -> bool:
    """`made`: a stamp() as the form brought it back; `bait` is what stands in the field that people do not see."""
    if bait:
        return False
    try:
        signer = signing.TimestampSigner(salt=SALT)
        signer.unsign(made, max_age=LONGEST)
    except signing.BadSignature:
        return False
    return not _fresh(signer, made, fastest)


def _fresh(signer: signing.TimestampSigner, made: str, fastest: int) -> bool:
    try:
        signer.unsign(made, max_age=fastest)
    except signing.SignatureExpired:
        return False
    return True


@dataclass(frozen=True)
class Pace(Options):
    fastest: int = option(FASTEST, gettext_lazy("seconds in which nobody fills in the form"), 0, 60)


def find(draft: Draft, pace: Pace) -> Finding | None:
    """Forms of guests alone: who is logged in has passed a better door."""
    if draft.made is None or made_by_hand(draft.made, draft.bait or "", pace.fastest):
        return None
    reason = _("The field that people do not see was filled in.") if draft.bait else _("It was filled in too fast.")
    return Finding(reason, _("That was too fast for a person. Please send it again."), door=True)


BY_HAND = Rule(
    code="by_hand",
    title=gettext_lazy("Filled in by hand"),
    about=gettext_lazy("Robots fill in fields that people do not see, and take no time. The form is shown again."),
    find=find,
    mode=Mode.ON,
    says=Says.REFUSE,
    may_say=(Says.REFUSE,),
    options=Pace,
    edits=False,
    replayable=False,
)
