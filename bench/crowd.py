"""Fills a database with a crowd: a million comments in about a minute, all of it valid.

Run with the settings of a site: python -m bench.crowd [COMMENTS]

Or call fill(COMMENTS) from a process that has Django; crowd() finds again what was filled. A tenth of the comments is
one discussion, a two-hundredth of them one tree in it, a twentieth was said by one member, who voted on as many.
"""

import os
import random
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

SLUG, MEMBER, MODERATOR = "the-crowd", "crowd_member", "crowd_moderator"
PASSWORD = "correct horse"
SEED = 2016
YEARS = timedelta(days=700)
SPREAD = timedelta(days=14)  # in which most of a discussion is said
BIG_ONE_BACK = 3  # so many articles are newer than the one with the large discussion
PARAGRAPHS = 12
WORDS = "Each of these words stands where a reader may choose it"
SECTIONS, TAGS = 6, 20


@dataclass(frozen=True)
class Crowd:
    slug: str  # of the article with the large discussion
    thread: int
    member: str  # handles
    moderator: str
    root: int  # of the one large tree
    deep: int  # a comment at its bottom


@dataclass(frozen=True)
class Numbers:
    """How many there are of what, in a crowd of so many comments."""

    comments: int

    @property
    def articles(self) -> int:
        return max(240, self.comments // 500)

    @property
    def voices(self) -> int:
        """Of members the first half, of guests the second."""
        return max(60, self.comments // 30)

    @property
    def in_the_large_thread(self) -> int:
        return self.comments // 10

    @property
    def in_the_large_tree(self) -> int:
        return max(12, self.comments // 200)


@dataclass(frozen=True)
class Cast:
    """First ids of what is made, and the few who are named."""

    now: datetime
    threads: list[tuple[int, datetime, int]]  # its id, since when, comments
    large: int  # the thread's id
    passages: list[int]
    first_voice: int
    voices: int
    member: int  # voices
    moderator: int


def fill(comments: int = 1_000_000) -> Crowd:
    """Adds a crowd; once a database. One transaction."""
    from django.db import transaction

    from bench import crowd_tables

    numbers, chance = Numbers(comments), random.Random(SEED)
    with transaction.atomic():
        cast = _cast(numbers, chance)
        crowd_tables.fill(cast, numbers, chance)
    crowd_tables.finish()
    return crowd()


def crowd() -> Crowd:
    from discussion.models import Comment, Thread

    thread = Thread.objects.get(article__slug=SLUG)
    root = Comment.objects.of_thread(thread).roots().order_by("-rght").first()
    deep = Comment.objects.filter(tree_id=root.tree_id, state="published").order_by("-level", "pk").first()
    return Crowd(SLUG, thread.pk, MEMBER, MODERATOR, root.pk, deep.pk)


def _cast(numbers, chance):
    from django.utils import timezone

    from discussion.models import Thread

    now = timezone.now().replace(microsecond=0)
    member, moderator, first = _people(numbers, now)
    articles = _articles(numbers, now, chance, member.user)
    first_thread = _after(Thread)
    Thread.objects.bulk_create(
        [Thread(pk=first_thread + place, article=article) for place, article in enumerate(articles)], batch_size=1000
    )
    sizes = _sizes(numbers, chance)
    threads = [(first_thread + place, article.published_at, sizes[place]) for place, article in enumerate(articles)]
    large = threads[-1 - BIG_ONE_BACK][0]
    return Cast(now, threads, large, _passages(large), first, numbers.voices, member.pk, moderator.pk)


def _people(numbers, now):
    from allauth.account.models import EmailAddress
    from django.contrib.auth.models import Group

    from discussion.models import Voice
    from people.models import User
    from people.roles import sync_staff

    member = User.objects.create_user(MEMBER, f"{MEMBER}@example.org", PASSWORD, display_name="Maud of the Crowd")
    moderator = User.objects.create_user(MODERATOR, f"{MODERATOR}@example.org", PASSWORD, display_name="Mo")
    moderator.groups.add(Group.objects.get_or_create(name="Moderators")[0])
    sync_staff(moderator)
    members, first_user, first = numbers.voices // 2, _after(User), _after(Voice) + 2
    users = [
        User(
            pk=first_user + place,
            handle=f"crowd_{place}",
            email=f"crowd{place}@example.org",
            display_name=f"Reader {place} of the Crowd",
            password="!",
            joined_at=now - YEARS * (members - place) / members,
        )
        for place in range(members)
    ]
    User.objects.bulk_create(users, batch_size=1000)
    proved = [
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in [member, moderator, *users]
    ]
    EmailAddress.objects.bulk_create(proved, batch_size=1000)
    named = [
        Voice(pk=first - 2 + place, user=user, name=user.display_name, heard_at=now - YEARS)
        for place, user in enumerate((member, moderator))
    ]
    speak = [
        Voice(pk=first + place, user=user, name=user.display_name, heard_at=user.joined_at)
        for place, user in enumerate(users)
    ]
    guests = [
        Voice(
            pk=first + place,
            name=f"Guest {place}",
            email=f"guest{place}@example.net",
            proved_at=now if place % 3 else None,
            heard_at=now - YEARS * (numbers.voices - place) / members,
        )
        for place in range(members, numbers.voices)
    ]
    Voice.objects.bulk_create([*named, *speak, *guests], batch_size=1000)
    return *named, first


def _articles(numbers, now, chance, author):
    """Oldest first, evenly over the years."""
    from articles.models import Article, Section, Tag

    sections = [
        Section.objects.get_or_create(slug=f"crowd-{place}", defaults={"name": f"Crowd {place}", "position": place})[0]
        for place in range(SECTIONS)
    ]
    tags = [Tag.objects.create(slug=f"crowd-{place}", name=f"Crowd {place}") for place in range(TAGS)]
    first, body = _after(Article), "".join(f"<p>{WORDS}, in paragraph {place}.</p>" for place in range(PARAGRAPHS))
    large = numbers.articles - 1 - BIG_ONE_BACK
    articles = [
        Article(
            pk=first + place,
            slug=SLUG if place == large else f"crowd-{place}",
            headline=f"Story {place} for the crowd",
            standfirst="What it is about, in a sentence or two.",
            section=sections[place % SECTIONS],
            author=author,
            state=Article.State.PUBLISHED,
            published_at=now - timedelta(hours=8) - YEARS * (numbers.articles - 1 - place) / numbers.articles,
            body=body,
        )
        for place in range(numbers.articles)
    ]
    Article.objects.bulk_create(articles, batch_size=500)
    through = Article.tags.through
    tagged = [through(article=article, tag=tag) for article in articles for tag in chance.sample(tags, 2)]
    through.objects.bulk_create(tagged, batch_size=1000)
    return articles


def _sizes(numbers, chance):
    """How many comments each thread has: few have most."""
    weights = [chance.paretovariate(0.9) for _ in range(numbers.articles)]
    large = numbers.articles - 1 - BIG_ONE_BACK
    weights[large] = 0
    left = numbers.comments - numbers.in_the_large_thread
    most = numbers.in_the_large_thread // 2
    share = left / sum(weights)
    sizes = [min(int(weight * share), most) for weight in weights]
    others = [place for place in range(numbers.articles) if place != large]
    while missing := left - sum(sizes):
        for place in others[:missing]:
            sizes[place] += max(1, missing // len(others))
    sizes[large] = numbers.in_the_large_thread
    return sizes


def _passages(large):
    """Of the large discussion's article, made as the site makes them."""
    from discussion.models import Thread
    from discussion.passages import Chosen, hold_text, passages_for

    thread = Thread.objects.get(pk=large)
    text = hold_text(thread)
    chosen = {Chosen(f"{WORDS}, in paragraph {place}.") for place in range(PARAGRAPHS)}
    return sorted(passage.pk for passage in passages_for(thread, chosen, text).values())


def _after(model):
    from django.db.models import Max

    return (model.objects.aggregate(highest=Max("pk"))["highest"] or 0) + 1


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    print(fill(int(sys.argv[1])) if sys.argv[1:] else fill())
