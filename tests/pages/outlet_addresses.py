"""The addresses at which every outlet is asked: those of every_url.py, about each of the comments, and what links and
scripts add to them.
"""

from collections.abc import Callable, Iterable

from django.urls import reverse

from discussion.models import Mail, Notice, State
from discussion.notifications.inbox import MOST
from tests.pages import every_admin_url
from tests.pages.every_comment import AUTHORS, GUEST, MEMBER, World
from tests.pages.every_url import ROUTES, address_of, routes

# To the addresses that the rows of every_url.py lead to is added, in place of nothing at all:
QUERIES = {
    "articles:article": ["", "?picks=1", "?feedback=1"],
    "discussion:appeals": ["", "?decided=1"],
    "discussion:changes": ["?since=0", "?since=0&show=1"],
    "discussion:mails": [f"?page={page}" for page in range(1, 6)],
    "discussion:moderation": ["", "?queue=held", "?queue=new", "?queue=all", "?queue=all&q=zz"],
    "discussion:people": ["?starts=qu"],
    "discussion:vote": ["?value=1"],
    "admin:discussion_comment_changelist": ["", "?q=zz"],
    "admin:discussion_event_changelist": ["?all="],
}
OF_COMMENTS = [f"discussion_comment_{page}" for page in ("change", "delete", "history")]


def outlets() -> list[str]:
    """Every route that can be asked with GET."""
    ours = [route for route in routes() if route not in ROUTES or "GET" in ROUTES[route][0]]
    return [*ours, *(f"admin:{name}" for name in every_admin_url.names())]


def addresses(route: str, made: World, authors: Iterable[str]) -> list[str]:
    """Without repeating any. Where nothing of `authors` stands in an address there is but one."""
    if "," in route:
        return MORE[route](made)
    casts = [made.people, *(made.casts[author, state] for author in authors for state in State)]
    area, _colon, name = route.rpartition(":")
    if area == "admin":
        found = [every_admin_url.address_of(name, made.people)]
    else:
        found = [address_of(route, cast) for cast in casts]
    if name in OF_COMMENTS:
        found += [reverse(route, args=[cast.comment.pk]) for cast in casts]
    asked = [address + query for address in dict.fromkeys(found) for query in QUERIES.get(route, [""])]
    return [*asked, *MORE.get(route, lambda made: [])(made)]


def _inboxes(made: World) -> list[str]:
    """As many at a time as a page holds, so that whoever has some finds all of them."""
    newest = Notice.objects.filter(event=None).order_by("-pk").values_list("pk", flat=True)[0]
    return [f"/inbox/?before={number}" for number in range(newest + 1, 0, -MOST)]


def _profiles(made: World) -> list[str]:
    """And hers who answered all of those whose names are looked for."""
    return ["/people/mara/", "/people/ada/"]


def _moderated(made: World) -> list[str]:
    voices = [made.said[author, State.PUBLISHED].voice_id for author in (MEMBER, GUEST)]
    return [reverse("discussion:moderated_person", args=[pk]) for pk in voices]


def _chosen(made: World) -> list[str]:
    """One author's at a time, as not many of those that are chosen are shown."""
    asked = [[f"comment={made.said[author, state].pk}" for state in State] for author in AUTHORS]
    return [f"/moderation/decisions/?queue=all&{'&'.join(some)}" for some in asked]


def _events(made: World) -> list[str]:
    said = [made.said[MEMBER, state].events.order_by("pk")[0] for state in State]
    return [reverse("admin:discussion_event_change", args=[event.pk]) for event in said]


def _letters(route: str) -> Callable[[World], list[str]]:
    return lambda made: [reverse(route, args=[Mail.objects.get(kind=Mail.Kind.CONFIRM).pk])]


# Beside what the rows of every_url.py lead to; of what has a comma in its name, these alone.
MORE: dict[str, Callable[[World], list[str]]] = {
    "discussion:inbox": _inboxes,
    "discussion:mail, a letter": _letters("discussion:mail"),
    "discussion:mail_html, a letter": _letters("discussion:mail_html"),
    "discussion:moderated_person": _moderated,
    "discussion:moderation_decisions": _chosen,
    "discussion:person": _profiles,
    "admin:discussion_event_change": _events,
}
