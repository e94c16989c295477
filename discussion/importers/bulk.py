"""Loads whole discussions: computes in memory what a verb would count row by row."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from discussion.importers.thread_file import Entry
from discussion.mending import repair
from discussion.models import Comment, State, Thread, Voice
from discussion.models.tree import number
from discussion.passages import hold_text, passages_for
from discussion.ranking import votes_of
from discussion.recounting import recount_totals
from discussion.rendering import rendered

BATCH = 2000
T = TypeVar("T")
Progress = Callable[[int], object]


@transaction.atomic
def load(thread: Thread, entries: list[Entry], progress: Progress = lambda count: None) -> int:
    """Adds the entries that an earlier load of the same ids has not brought already; all or nothing.
    Returns how many were new. `progress` hears of each batch.
    """
    text = hold_text(thread) if any(entry.passage for entry in entries) else None  # before the thread, as everywhere
    thread = Thread.objects.lock(thread.pk)
    client_ids = {entry.id: _client_id(thread, entry) for entry in entries}
    there = dict(Comment.objects.of_thread(thread).values_list("client_id", "pk"))
    new = [entry for entry in entries if client_ids[entry.id] not in there]
    if not new:
        return 0
    pks = {entry.id: there.get(client_ids[entry.id], 0) for entry in entries}
    pks |= dict(zip((entry.id for entry in new), Comment.objects.new_ids(len(new)), strict=True))
    voices = _voices(new)
    passages = passages_for(thread, {entry.passage for entry in new if entry.passage}, text) if text else {}
    places = _places(new, pks)
    replies, descendants = _counts(new)
    for batch in _batches(new):
        Comment.objects.bulk_create(
            Comment(
                thread=thread,
                client_id=client_ids[entry.id],
                voice=voices[entry.author, entry.email],
                passage=passages.get(entry.passage),
                appeared=thread.version + 1,
                reply_count=replies[entry.id],
                descendant_count=descendants[entry.id],
                **_columns(entry, pks, places),
            )
            for entry in batch
        )
        progress(len(batch))
    if any(pks[entry.id] not in places for entry in new):
        repair({thread.pk})  # some answer comments that stood here before: those trees are numbered anew
    recount_totals(thread)
    thread.touch()
    return len(new)


def _client_id(thread: Thread, entry: Entry) -> UUID:
    return uuid5(NAMESPACE_URL, f"thread:{thread.pk}:{entry.id!r}")


def _voices(entries: list[Entry]) -> dict[tuple[str, str], Voice]:
    """A guest's voice for each author and address, those of earlier loads used again."""
    wanted = {(entry.author, entry.email) for entry in entries}
    voices: dict[tuple[str, str], Voice] = {}
    for names in _batches(sorted({author for author, _email in wanted})):
        for voice in Voice.objects.filter(user=None, name__in=names).order_by("-pk"):
            voices[voice.name, voice.email] = voice
    missing = [Voice(name=author, email=email) for author, email in sorted(wanted - voices.keys())]
    for voice in Voice.objects.bulk_create(missing, batch_size=BATCH):
        voices[voice.name, voice.email] = voice
    return voices


def _places(entries: list[Entry], pks: dict[int | str, int]) -> dict[int, tuple[int, int, int, int]]:
    """(tree, lft, rght, level) of every entry whose root is new as well."""
    children: dict[int, list[int]] = defaultdict(list)
    roots = []
    for entry in entries:
        if entry.parent is None:
            roots.append(pks[entry.id])
        else:
            children[pks[entry.parent]].append(pks[entry.id])
    places: dict[int, tuple[int, int, int, int]] = {}
    for root, tree in zip(roots, Comment.objects.new_tree_ids(len(roots)), strict=True):
        places |= {pk: (tree, *place) for pk, place in number(root, children).items()}
    return places


def _counts(entries: list[Entry]) -> tuple[Counter[int | str], Counter[int | str]]:
    """Published replies and descendants of each entry, by its id in the file."""
    replies: Counter[int | str] = Counter()
    descendants: Counter[int | str] = Counter()
    for entry in reversed(entries):
        if entry.parent is not None:
            published = entry.state == State.PUBLISHED
            replies[entry.parent] += published
            descendants[entry.parent] += published + descendants[entry.id]
    return replies, descendants


def _columns(entry: Entry, pks: dict[int | str, int], places: dict[int, tuple[int, int, int, int]]) -> dict[str, Any]:
    pk = pks[entry.id]
    tree, lft, rght, level = places.get(pk, (0, 0, 0, 0))
    return {
        "pk": pk,
        "parent_id": None if entry.parent is None else pks[entry.parent],
        "posted_at": entry.created,
        "state": entry.state,
        "carried_up": entry.up,
        "carried_down": entry.down,
        "tree_id": tree,
        "lft": lft,
        "rght": rght,
        "level": level,
        **votes_of(entry.up, entry.down),
        **rendered(entry.text),
    }


def _batches(items: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
