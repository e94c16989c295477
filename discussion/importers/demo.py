"""The demo of seeds/: articles, their photos and discussions, and accounts to try them with."""

import secrets
import tomllib
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files import File
from django.db import transaction
from django.utils.text import slugify

from articles.models import Appeal, Article, Photo, Section
from articles.revising import revise
from discussion.importers.bulk import load
from discussion.importers.thread_file import read
from discussion.models import Thread
from people.models import User
from people.roles import EDITORS, MODERATORS, sync_staff

ROLES = {"editor": EDITORS, "moderator": MODERATORS}
SECTIONS = ["World", "Places", "Ideas", "Books"]
THREAD_STATES = {"open": Thread.State.OPEN, "read_only": Thread.State.READ_ONLY, "closed": Thread.State.CLOSED}


@transaction.atomic
def load_demo(folder: Path) -> dict[str, str]:
    """Returns the passwords of the accounts that it made, by handle. For an empty site only."""
    accounts = _accounts()
    Appeal.objects.create(
        site_wide=True,
        above="Reading is free here because readers pay for it. If this piece is worth a coffee to you, chip in.",
        below="You have reached the end. Keep pieces like this one open to everybody.",
        button="Support us",
        link="https://example.org/support",
    )
    for position, name in enumerate(SECTIONS):
        Section.objects.create(name=name, slug=slugify(name), position=position)
    for file in sorted((folder / "articles").glob("*.toml")):
        _article(folder, tomllib.loads(file.read_text(encoding="utf-8")))
    return accounts


def _accounts() -> dict[str, str]:
    cast = {"editor": "Elin Marsh", "moderator": "Mod Okoye", "reader": "Robin Vale"}
    passwords = {handle: settings.DEMO_PASSWORD or secrets.token_urlsafe(9) for handle in cast}
    for handle, name in cast.items():
        user = User.objects.create_user(handle, f"{handle}@example.org", passwords[handle], display_name=name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        user.groups.set(Group.objects.filter(name=ROLES.get(handle)))
        sync_staff(user)
    return passwords


def _article(folder: Path, told: dict[str, Any]) -> None:
    author = User.objects.filter(handle=told["author"]["handle"]).first() or User.objects.create_user(
        told["author"]["handle"], f"{told['author']['handle']}@example.org", display_name=told["author"]["name"]
    )
    article = Article.objects.create(
        slug=told["slug"],
        headline=told["headline"],
        standfirst=told["standfirst"],
        section=Section.objects.get(name=told["section"]),
        author=author,
        state=Article.State.PUBLISHED,
        published_at=told["published_at"],
        body=told["body"],
        lead_photo=_photo(folder / "photos", told["photo"]),
        support=told["appeal"],
        appeal=Appeal.objects.create(**told["own_appeal"]) if told["appeal"] == "own" else None,
    )
    revise(article, by=None)
    thread = Thread.objects.for_writing(article)
    discussion = folder / "discussions" / f"{article.slug}.jsonl"
    if discussion.exists():
        with discussion.open("rb") as file:
            load(thread, read(file))
    Thread.objects.filter(pk=thread.pk).update(state=THREAD_STATES[told["comments"]])


def _photo(folder: Path, told: dict[str, str]) -> Photo:
    with (folder / told["file"]).open("rb") as file:
        return Photo.objects.create(
            file=File(file, name=told["file"]),
            alternative=told["alternative"],
            caption=told["caption"],
            credit=told["credit"],
        )
