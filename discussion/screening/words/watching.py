"""Which words are watched. Whoever changes that tells all processes, by the version of the rule."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from discussion.models import Rule, ScreeningRule, Voice, WatchedWord
from discussion.models.screening import Says
from discussion.screening.words.pattern import BadPattern, check

CODE = "watched_words"
MODE, SAYS = ScreeningRule.Mode.ON, Says.HOLD  # of the rule, where it has no row
MOST = 5_000


class BadLines(ValueError):
    """Carries a sentence for each line that could not be taken, with its number."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@transaction.atomic
def watch_word(
    *,
    pattern: str,
    kind: str = WatchedWord.Kind.WORD,
    action: str = WatchedWord.Action.HOLD,
    by: Voice | None,
    mode: str = ScreeningRule.Mode.ON,
    rule: str = Rule.ATTACK,
    note: str = "",
    word: WatchedWord | None = None,
) -> WatchedWord:
    """With `word` it is changed instead. Raises BadPattern."""
    _tell()  # first: its row orders all who change words
    made = _saved(
        word or WatchedWord(), pattern=pattern, kind=kind, action=action, by=by, mode=mode, rule=rule, note=note
    )
    if WatchedWord.objects.count() > MOST:
        raise BadPattern(_too_many())
    return made


@transaction.atomic
def unwatch(words: Iterable[WatchedWord]) -> None:
    """A word that is gone has no counts any more; to keep them, turn it off."""
    _tell()
    WatchedWord.objects.filter(pk__in=[word.pk for word in words]).delete()


@transaction.atomic
def watch_words(lines: str, *, by: Voice | None, **how: str) -> list[WatchedWord]:
    """One of each line, but for empty ones; all or none. `how`: as watch_word takes it. Raises BadLines."""
    _tell()
    made, errors = [], []
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            made.append(_saved(WatchedWord(), pattern=line, by=by, **how))
        except BadPattern as wrong:
            errors.append(_("Line %(number)d: %(error)s") % {"number": number, "error": wrong})
    if not made and not errors:
        errors.append(_("There is no line."))
    if WatchedWord.objects.count() > MOST:
        errors.append(_too_many())
    if errors:
        raise BadLines(errors)
    return made


def checked(pattern: str, kind: str) -> str:
    """As it is kept. Raises BadPattern."""
    pattern = " ".join(pattern.split()) if kind == WatchedWord.Kind.WORD else pattern.strip()
    if len(pattern) > WatchedWord.LONGEST:
        raise BadPattern(_("At most %(count)d characters.") % {"count": WatchedWord.LONGEST})
    if not pattern.isprintable():
        raise BadPattern(_("It has characters that cannot be seen."))
    check(pattern, kind)
    return pattern


def _tell() -> None:
    row, _made = ScreeningRule.objects.get_or_create(code=CODE, defaults={"mode": MODE, "says": SAYS})
    row.touch()


def _saved(word: WatchedWord, *, pattern: str, kind: str = WatchedWord.Kind.WORD, **fields: object) -> WatchedWord:
    word.pattern, word.kind = checked(pattern, kind), kind
    for name, value in fields.items():
        setattr(word, name, value)
    try:
        with transaction.atomic():
            word.save()
    except IntegrityError:
        raise BadPattern(_("It is watched for already.")) from None
    return word


def _too_many() -> str:
    return _("At most %(count)d words can be watched.") % {"count": MOST}
