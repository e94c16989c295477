"""The cast and what they do, so that a test reads as a conversation: say(ben, "…", under=first)."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone

from articles.models import Article, Section
from discussion.models import Comment, State, Thread, Voice
from discussion.posting import change_state, post_comment
from discussion.voting import cast_vote
from people.models import User
from people.roles import sync_staff

_numbers = count(1)


def person(handle=None, **fields) -> User:
    """A user who can log in with the password "correct horse"."""
    handle = handle or f"reader{next(_numbers)}"
    fields = {"display_name": handle.capitalize(), **fields}
    user = User.objects.create_user(handle, f"{handle}@example.org", "correct horse", **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def staff(role, handle=None) -> User:
    user = person(handle)
    user.groups.add(Group.objects.get_or_create(name=role)[0])  # a test with transactions may have emptied the table
    sync_staff(user)
    return user


def voice(user=None) -> Voice:
    return Voice.objects.of_user(user or person())


def article(slug=None, **fields) -> Article:
    """A published article, unless the fields say otherwise."""
    slug = slug or f"article-{next(_numbers)}"
    section, _made = Section.objects.get_or_create(slug="world", defaults={"name": "World"})
    return Article.objects.create(
        **{
            "slug": slug,
            "headline": f"Headline of {slug}",
            "standfirst": "What it is about.",
            "section": section,
            "author": fields.pop("author", None) or person(),
            "state": Article.State.PUBLISHED,
            "published_at": timezone.now() - timedelta(days=1),
            "body": "<p>The text of the article.</p>",
            **fields,
        }
    )


def thread(of=None, **fields) -> Thread:
    made = Thread.objects.for_writing(of or article())
    Thread.objects.filter(pk=made.pk).update(**fields)
    made.refresh_from_db()
    return made


def guest(name="Gus", email="gus@example.org", **fields) -> Voice:
    return Voice.objects.create(name=name, email=email, **fields)


def say(by: Voice, text="Something worth reading.", *, thread=None, under=None, state=State.PUBLISHED, chosen=None):
    """Posts as the site does; another state is reached by the step that leads there."""
    thread = thread or (under.thread if under else None)
    comment = post_comment(thread=thread, by=by, source=text, parent=under, client_id=uuid4(), chosen=chosen)
    if state != State.PUBLISHED:
        change_state(comment, state)
    return Comment.objects.select_related("voice", "thread__article").get(pk=comment.pk)


def vote(by: Voice, comment: Comment, value=1) -> Comment:
    return cast_vote(comment=comment, by=by, value=value)
