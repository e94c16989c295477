"""Two hundred people who take part over two weeks, each in his language and at his pace, through the real pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from random import Random
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from discussion.guests.proving import confirm
from discussion.models import Comment, Voice
from discussion.screening.by_hand import stamp
from tests.factories import person
from tests.screening.languages import LANGUAGES

DAYS = 14
LINKS = ("https://en.wikipedia.org/wiki/Dam", "https://www.example.org/report.pdf", "www.example.net")
WRITES, ANSWERS, QUOTES, THANKS, LINKED, EDITS = "writes", "answers", "quotes", "thanks", "links", "edits"


@dataclass
class Journey:
    """One person: `steps` are what he does, at minutes after the beginning."""

    number: int
    language: str
    member: bool
    address: str
    steps: list[tuple[int, str]]
    client: Client = field(default_factory=Client)
    comments: list[int] = field(default_factory=list)


def journeys(count, chance):
    for number in range(count):
        address = f"192.0.2.{number}" if number % 5 else "198.51.100.7"  # every fifth from one office
        member = chance.random() < 0.6
        yield Journey(number, list(LANGUAGES)[number % len(LANGUAGES)], member, address, _steps(chance))


def live(threads, clock, count=200, seed=8):
    """All their steps in the order in which they happen, at the time of the frozen `clock`, which moves with them.
    The answers.
    """
    chance = Random(seed)
    sentences = {name: language.sentences(chance) for name, language in LANGUAGES.items()}
    everybody = list(journeys(count, chance))
    start = timezone.now()
    answers = []
    for minute, number, step in sorted((minute, one.number, step) for one in everybody for minute, step in one.steps):
        who = everybody[number]
        at = start + timedelta(minutes=minute, seconds=chance.randrange(60))
        clock.move_to(at - timedelta(seconds=chance.randrange(20, 300)))
        made = stamp()
        clock.move_to(at)
        answers.append(Step(who, step, made, sentences[who.language], chance).take(threads))
    return answers


def _steps(chance):
    """A visit or several, minutes between what is done in one. A first comment is in his own words."""
    steps, minute = [], chance.randrange(DAYS * 24 * 60 // 2)
    for visit in range(chance.randrange(1, 4)):
        first = WRITES if not visit else chance.choice((WRITES, ANSWERS))
        for step in (first, *chance.choices((WRITES, ANSWERS, QUOTES, THANKS, LINKED, EDITS), k=chance.randrange(3))):
            steps.append((minute, step))
            minute += chance.randrange(2, 15)
        minute += chance.randrange(6 * 60, 48 * 60)
    return steps


@dataclass
class Step:
    """What somebody does: `made` is when his form was."""

    who: Journey
    what: str
    made: str
    sentences: Iterator[str]
    chance: Random

    def take(self, threads):
        if self.what == EDITS and self.who.comments:
            return self._edit()
        under = self.chance.choice(threads)
        said = list(Comment.objects.of_thread(under).filter(state="published").order_by("-pk")[:10])
        parent = self.chance.choice(said) if said and self.what in (ANSWERS, QUOTES, THANKS) else None
        address = f"/comments/{parent.pk}/replies" if parent else f"/articles/{under.article.slug}/comments/"
        answer = self._send(address, self._words(parent))
        if answer.status_code == 303:
            latest = Comment.objects.latest("pk")
            self.who.comments.append(latest.pk)
            if not latest.voice.proved:
                confirm(voice=latest.voice)  # by the link in his mail
        return answer

    def _send(self, address, source):
        who = self.who
        fields = {"source": source, "client_id": uuid4()}
        if who.member and "_auth_user_id" not in who.client.session:
            who.client.force_login(person(f"human{who.number}"))
        if not who.member:
            fields |= {"name": f"Guest {who.number}", "email": f"guest{who.number}@example.org"}
            fields |= {"website": "", "made": self.made}
        return who.client.post(address, fields, REMOTE_ADDR=who.address)

    def _words(self, parent):
        if self.what == THANKS:
            return self.chance.choice(LANGUAGES[self.who.language].short)
        text = " ".join(islice(self.sentences, self.chance.choice((1, 1, 2, 2, 3, 4))))
        if self.what == QUOTES and parent:
            quoted = "\n".join(f"> {line}" for line in parent.source.splitlines() if not line.startswith(">"))
            return f"{quoted}\n\n{text}"
        if self.what == LINKED and self.who.comments:
            return f"{text} {self.chance.choice(LINKS)}"
        return text

    def _edit(self):
        comment = Comment.objects.get(pk=self.who.comments[-1])
        wording = {"source": f"{comment.source} {next(self.sentences)}", "wording": comment.wording_count}
        return self.who.client.post(f"/comments/{comment.pk}/wording", wording, REMOTE_ADDR=self.who.address)


def voices():
    return Voice.objects.filter(comments__isnull=False).distinct().count()
