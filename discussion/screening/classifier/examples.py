"""What the classifier learns from: comments on which a moderator has decided, and a small set of ours to begin with.

It learns whether a moderator would take a comment down. What screening did by itself teaches nothing, or a rule's
mistakes would become its truth.
"""

import random
import re
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from discussion.models import Comment, Event, Rule, State
from discussion.models.state import TAKEN_DOWN
from discussion.screening.decisions import TAKING_DOWN

MOST_A_SIDE = 25_000
A_VOICE = 200  # of one voice and side: nobody teaches it alone
NEWCOMER = 3  # comments, before which somebody is one
SEEDS = "seeds/screening"
SEED = 8  # of chance: the same every time
PLACE = re.compile(r"\{(\w+)\}")


class Example(NamedTuple):
    """`voice`: whose it is; those of nobody are everyone's own."""

    text: str
    down: bool
    voice: int | None = None
    newcomer: bool = False


def decided() -> QuerySet[Comment]:
    """As they read when a moderator last decided on them. That it is off topic no text shows."""
    unchanged = Q(edited_at=None) | Q(edited_at__lte=F("looked_at"))
    of_people = Event.objects.filter(comment=OuterRef("pk"), kind__in=TAKING_DOWN, by__isnull=False)
    why = Subquery(of_people.order_by("-pk").values("rule")[:1])
    off_topic = Q(state__in=TAKEN_DOWN, why=Rule.OFF_TOPIC)
    comments = Comment.objects.filter(unchanged, looked_at__isnull=False, state__in=(State.PUBLISHED, *TAKEN_DOWN))
    found: QuerySet[Comment] = comments.annotate(why=why).exclude(off_topic)
    return found


def examples(most: int = MOST_A_SIDE) -> list[Example]:
    """The latest of either side, at most `most`, each wording once. Two queries, streamed; in a fixed order."""
    kept = _side(decided().filter(state=State.PUBLISHED), down=False, most=most)
    return [*kept, *_side(decided().filter(state__in=TAKEN_DOWN), down=True, most=most)]


def decided_since(when: datetime) -> int:
    return decided().filter(looked_at__gt=when).count()


def last_erased() -> datetime | None:
    """When somebody's words were erased the last time."""
    erased: datetime | None = Event.objects.filter(kind=Event.Kind.ERASED).aggregate(last=Max("at"))["last"]
    return erased


def _side(comments: QuerySet[Comment], *, down: bool, most: int) -> list[Example]:
    before = Comment.objects.filter(voice=OuterRef("voice"), posted_at__lt=OuterRef("posted_at"))
    settled = Exists(before.order_by("-posted_at")[NEWCOMER - 1 : NEWCOMER])
    rows = comments.annotate(settled=settled).order_by("-looked_at", "-pk")
    found: list[Example] = []
    seen: set[str] = set()
    of_voices: dict[int, int] = {}
    for text, voice, known in rows.values_list("source", "voice", "settled")[: 2 * most].iterator(chunk_size=2000):
        same = " ".join(text.lower().split())
        if same in seen or of_voices.get(voice, 0) >= A_VOICE:
            continue
        seen.add(same)
        of_voices[voice] = of_voices.get(voice, 0) + 1
        found.append(Example(text, down, voice, not known))
        if len(found) == most:
            break
    return found


def seeds(folder: Path | None = None) -> list[Example]:
    """Made from the templates in seeds/, the same every time."""
    folder = folder or settings.BASE_DIR / SEEDS
    chance = random.Random(SEED)  # noqa: S311  no secret
    made: dict[str, Example] = {}
    for file in sorted(folder.glob("*.toml")):
        for example in _made(tomllib.loads(file.read_text()), chance):
            made[example.text] = example
    return list(made.values())


def _made(language: dict[str, dict[str, list[str]]], chance: random.Random) -> Iterator[Example]:
    words, sentences = language["words"], language["sentences"]
    for side in ("down", "kept"):
        for template in sentences[side]:
            for number in range(4):
                text = _filled(template, words, chance)
                if number == 3:
                    text = f"{text} {_filled(chance.choice(sentences[side]), words, chance)}"
                yield Example(text, side == "down", newcomer=chance.random() < (0.8 if side == "down" else 0.4))


def _filled(template: str, words: dict[str, list[str]], chance: random.Random) -> str:
    return PLACE.sub(lambda place: chance.choice(words[place.group(1)]), template)
