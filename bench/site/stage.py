"""What scenarios look for, put into the database of a site by its own verbs. Runs in a process with its Django:
python -m bench.site.stage '{"sizes": [100], ...}'; prints where all of it is, as JSON.
"""

import json
import random
import sys
from datetime import timedelta
from uuid import uuid4

from bench.make_thread import text, thread
from bench.site.inside import django_of_site

SEED = 2016
REPLIES_BELOW = 4  # roots of each thread that is written to


def stage(*, sizes, members, threads, waiting, crowd):
    """`sizes`: of discussions to read. `members`: who write. `threads`: where. `waiting`: for moderators. `crowd`:
    comments that are there beside these.
    """
    lift_limits()
    people = [member(number) for number in range(members)]
    facts = {"articles": {str(size): discussion(size, people[0]) for size in sizes}}
    facts["places"] = [place(number, people) for number in range(threads)]
    facts["members"] = [session(user) for user in people]
    facts["moderator"] = moderator()
    facts["waiting"] = wait_for_moderators(people, waiting)
    if crowd:
        from bench.crowd import fill

        fill(crowd)
    return facts


def lift_limits():
    """No rule of screening acts: who posts ten times a second is what they look for."""
    try:
        from discussion.models import ScreeningRule
        from discussion.screening.rules import RULES
    except ImportError:  # an older revision
        return
    for rule in RULES:
        off = {"mode": ScreeningRule.Mode.OFF, "says": "hold"}
        ScreeningRule.objects.update_or_create(code=rule.code, defaults=off)


def member(number):
    from allauth.account.models import EmailAddress

    from people.models import User

    user = User.objects.create(
        handle=f"bench{number}", email=f"bench{number}@example.org", display_name=f"Member {number}"
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def article(slug, author):
    from django.utils import timezone

    from articles.models import Article, Section
    from discussion.models import Thread

    section, _made = Section.objects.get_or_create(slug="bench", defaults={"name": "Bench"})
    rng = random.Random(slug)
    made = Article.objects.create(
        slug=slug,
        headline=f"What {slug} has to say",
        standfirst="And what its readers answered.",
        section=section,
        author=author,
        state=Article.State.PUBLISHED,
        published_at=timezone.now() - timedelta(days=1),
        body="".join(f"<p>{text(rng)}</p>" for _paragraph in range(12)),
    )
    return made, Thread.objects.for_writing(made)


def discussion(size, author):
    from discussion.importers.bulk import load
    from discussion.importers.thread_file import read
    from discussion.models import Comment

    made, under = article(f"thread-{size}", author)
    lines = (json.dumps(entry).encode() for entry in thread(size, 0.35, SEED))
    load(under, read(lines))
    comments = Comment.objects.of_thread(under).order_by("-pk").values_list("pk", flat=True)[:500]
    return {"article": made.pk, "slug": made.slug, "thread": under.pk, "comments": list(comments)}


def place(number, people):
    """A thread to write in."""
    made, under = article(f"place-{number}", people[0])
    roots = [say(under, people[(number + each) % len(people)]) for each in range(REPLIES_BELOW)]
    under.refresh_from_db()
    return {"slug": made.slug, "thread": under.pk, "version": under.version, "roots": [root.pk for root in roots]}


def say(under, user, source="Whoever built it knew what the river does in March."):
    from discussion.models import Voice
    from discussion.posting import post_comment

    return post_comment(thread=under, by=Voice.objects.of_user(user), source=source, client_id=uuid4())


def wait_for_moderators(people, count):
    from discussion.models import Thread

    _made, under = article("waits", people[0])
    Thread.objects.filter(pk=under.pk).update(state="reviewed")
    under.refresh_from_db()
    rng = random.Random(SEED)
    return len([say(under, people[number % len(people)], text(rng)) for number in range(count)])


def moderator():
    from django.contrib.auth.models import Group

    from people.roles import sync_staff

    user = member("_moderator")
    user.groups.add(Group.objects.get(name="Moderators"))
    sync_staff(user)
    return session(user)


def session(user):
    """Its key: of who has logged in just now."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


if __name__ == "__main__":
    django_of_site()
    print(json.dumps(stage(**json.loads(sys.argv[1]))))
