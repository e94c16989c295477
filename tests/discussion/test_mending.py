"""Trees damaged behind the site's back: found, named, and built anew from the parent links."""

from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from discussion.conversation import Conversation, View
from discussion.mending import faults_of_all_trees
from discussion.models import Comment, Event, Reader, Thread, Vote
from discussion.recounting import recount
from tests.factories import person, say, thread, voice, vote

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOWHERE = 987_654


@pytest.fixture
def trees():
    """root(a(b), c), other(d) in one thread, far(e) in another."""
    ada, ben = voice(), voice()
    root = say(ada, thread=thread())
    a = say(ben, under=root)
    b = say(ada, under=a)
    c = say(ben, under=root)
    other = say(ada, thread=root.thread)
    d = say(ben, under=other)
    far = say(ada, thread=thread())
    e = say(ben, under=far)
    vote(ben, root)
    vote(ada, d, -1)
    return SimpleNamespace(root=root, a=a, b=b, c=c, other=other, d=d, far=far, e=e)


def put(comment, **values):
    Comment.objects.filter(pk=comment.pk).update(**values)


def in_tree_of(comment):
    return Comment.objects.filter(tree_id=Comment.objects.get(pk=comment.pk).tree_id)


def everything_a_place_further(t):
    in_tree_of(t.root).update(lft=F("lft") + 1, rght=F("rght") + 1)


def all_a_level_deeper(t):
    in_tree_of(t.root).update(level=F("level") + 1)


def a_gap(t):
    """What a deletion leaves whose second step is missing: room for a node that is not there."""
    tree = in_tree_of(t.root)
    tree.filter(rght__gt=5).update(rght=F("rght") + 2)
    tree.filter(lft__gt=5).update(lft=F("lft") + 2)


def room_in_a_leaf(t):
    tree = in_tree_of(t.root)
    tree.filter(rght__gte=4).update(rght=F("rght") + 2)
    tree.filter(lft__gt=4).update(lft=F("lft") + 2)


# name: (what is done, the rule that names it, which comment it names)
# root 1-8, a 2-5, b 3-4, c 6-7; other 1-4, d 2-3; far 1-4, e 2-3
NUMBERS = {
    "left too far right": (lambda t: put(t.c, lft=100), "R3", "c"),
    "left elsewhere": (lambda t: put(t.c, lft=5), "R5", "c"),
    "right elsewhere": (lambda t: put(t.a, rght=9), "R4", "a"),
    "right before left": (lambda t: put(t.b, lft=4, rght=3), "R3", "b"),
    "level too deep": (lambda t: put(t.b, level=3), "R4", "b"),
    "level too high": (lambda t: put(t.c, level=0), "R4", "c"),
    "a root at level one": (lambda t: put(t.other, level=1), "R2", "other"),
    "a root that begins at zero": (lambda t: put(t.other, lft=0), "R2", "other"),
    "all a level deeper": (all_a_level_deeper, "R2", "root"),
    "all a place further": (everything_a_place_further, "R2", "root"),
    "a reply in a tree of its own": (lambda t: put(t.c, tree_id=NOWHERE), "R1", "c"),
    "a reply in another tree": (lambda t: put(t.c, tree_id=t.other.tree_id), "R4", "c"),
    "a reply in a tree of another thread": (lambda t: put(t.b, tree_id=t.far.tree_id), "R4", "b"),
    "a branch in another tree": (
        lambda t: Comment.objects.filter(pk__in=[t.a.pk, t.b.pk]).update(tree_id=t.other.tree_id),
        "R4",
        "a",
    ),
    "a root in a tree of its own": (lambda t: put(t.root, tree_id=NOWHERE), "R1", "a"),
    "the same endpoints twice": (lambda t: put(t.c, lft=2, rght=5), "R5", "c"),
    "twins in a lost update": (lambda t: put(t.c, lft=3, rght=4), "R5", "c"),
    "crossing": (lambda t: put(t.c, lft=4, rght=7) or put(t.b, lft=3, rght=6), "R7", "c"),
    "a gap": (a_gap, "R6", "root"),
    "room in a leaf": (room_in_a_leaf, "R9", "b"),
    "swapped numbers": (lambda t: put(t.a, lft=3, rght=4) or put(t.b, lft=2, rght=5), "R4", "b"),
    "nothing but zeros": (lambda t: in_tree_of(t.root).update(lft=0, rght=0, level=0), "R3", "root"),
    "all that is there": (lambda t: Comment.objects.update(lft=7, rght=7, level=9), "R3", "e"),
}
# name: (what is done, rule, comment named, links afterwards where they differ from those that were damaged)
LINKS = {
    "a reply in another thread": (lambda t: put(t.b, thread=t.far.thread), "R8", "b", {}),
    "a root in another thread": (lambda t: put(t.root, thread=t.far.thread), "R8", "a", {}),
    "a link to a reply of its own": (lambda t: put(t.a, parent=t.b), "R4", "a", {"a": None}),
    "a link to itself": (lambda t: put(t.c, parent=t.c), "R4", "c", {"c": None}),
    "a root below its own reply": (lambda t: put(t.root, parent=t.b), "R1", "root", {"root": None}),
    "a link to nobody": (lambda t: put(t.a, parent=NOWHERE), "R4", "a", {"a": None}),
    "a link to another branch": (lambda t: put(t.b, parent=t.c), "R4", "b", {}),
    "a link to another tree": (lambda t: put(t.b, parent=t.d), "R4", "b", {}),
    "a link to another thread": (lambda t: put(t.a, parent=t.e), "R4", "a", {}),
    "a root that answers another": (lambda t: put(t.other, parent=t.c), "R1", "other", {}),
    "two links to nobody": (
        lambda t: put(t.b, parent=NOWHERE) or put(t.e, parent=NOWHERE),
        "R4",
        "e",
        {"b": None, "e": None},
    ),
}
DAMAGES = {name: (*damage, {}) for name, damage in NUMBERS.items()} | LINKS


@pytest.fixture(params=DAMAGES)
def damage(request):
    return DAMAGES[request.param]


def check(*options):
    """What the command said, and whether it was content."""
    out = StringIO()
    try:
        call_command("check_trees", *options, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error}", False
    return out.getvalue(), True


def links():
    return dict(Comment.objects.values_list("pk", "parent_id"))


def test_it_works(trees):
    assert check() == ("All trees hold.\n", True)
    assert check("--repair") == ("All trees hold.\n", True)


def test_an_empty_site_holds():
    assert check() == ("All trees hold.\n", True)


def test_damage_is_named_and_the_command_fails(trees, damage):
    break_it, rule, named, _mended = damage
    break_it(trees)
    before = list(Comment.objects.order_by("pk").values())
    said, content = check()
    broken = getattr(trees, named)
    assert not content
    assert f"{rule} comment {broken.pk} (tree " in said
    assert "--repair" in said
    assert list(Comment.objects.order_by("pk").values()) == before  # it only looks
    mend_for_the_end_of_the_test()


def test_damage_is_mended_once_and_for_all(trees, damage):
    break_it, _rule, _named, mended = damage
    vote(voice(), trees.b)
    break_it(trees)
    kept = links() | {getattr(trees, name).pk: parent for name, parent in mended.items()}
    said, content = check("--repair")
    assert content, said
    assert check() == ("All trees hold.\n", True)
    assert links() == kept
    for under in Thread.objects.all():
        assert recount(under) == []
    for named in (Event, Vote):
        assert not named.objects.exclude(comment=None).exclude(comment__thread=F("thread")).exists()
    comments = Comment.objects.in_bulk()
    assert all(node.thread_id == comments[node.parent_id].thread_id for node in comments.values() if node.parent_id)


def test_what_was_whole_is_left_alone(trees, damage):
    break_it, _rule, _named, _mended = damage
    break_it(trees)
    touched = Comment.objects.filter(tree_id__in={fault.tree for fault in faults_of_all_trees()})
    threads = {pk for pair in touched.values_list("thread", "parent__thread") for pk in pair if pk}
    whole = Comment.objects.exclude(thread__in=threads)
    before = {row["id"]: row for row in whole.values()}
    check("--repair")
    assert {row["id"]: row for row in Comment.objects.filter(pk__in=before).values()} == before


def test_a_damaged_discussion_can_still_be_read(trees, damage):
    break_it, _rule, _named, _mended = damage
    break_it(trees)
    for who in (person(), person(is_staff=True, is_superuser=True)):
        for under in Thread.objects.select_related("article"):
            assert Conversation.for_reader(Reader(who), under.article, View.default()).lines
        for comment in Comment.objects.select_related("voice", "thread__article"):
            assert Conversation.around(Reader(who), comment.thread, comment, View.default()).lines
    mend_for_the_end_of_the_test()


def mend_for_the_end_of_the_test():
    """The test's own database looks at foreign keys when it closes."""
    for pk in Comment.objects.filter(parent=NOWHERE).values_list("pk", flat=True):
        Comment.objects.filter(pk=pk).update(parent=None, tree_id=NOWHERE + pk)


def test_a_mended_discussion_can_be_written_to(trees, damage):
    break_it, _rule, _named, _mended = damage
    break_it(trees)
    check("--repair")
    ada = voice()
    for pk in [trees.root.pk, trees.a.pk, trees.b.pk, trees.c.pk, trees.d.pk, trees.e.pk]:
        say(ada, under=Comment.objects.get(pk=pk))
    say(ada, thread=Thread.objects.first())
    assert check() == ("All trees hold.\n", True)


def test_counters_that_went_wrong_with_the_tree_are_right_again(trees):
    put(trees.b, parent=trees.d, lft=100)
    Comment.objects.update(descendant_count=50, reply_count=50)
    check("--repair")
    trees.root.refresh_from_db()
    trees.d.refresh_from_db()
    assert (trees.root.reply_count, trees.root.descendant_count) == (2, 2)
    assert (trees.d.reply_count, trees.d.descendant_count, trees.d.down) == (1, 1, 1)


def test_readers_get_a_new_version(trees):
    before = Thread.objects.get(pk=trees.root.thread_id).version
    put(trees.b, lft=100)
    check("--repair")
    assert Thread.objects.get(pk=trees.root.thread_id).version > before


def test_the_database_refuses_two_roots_in_one_tree(trees):
    with pytest.raises(IntegrityError), transaction.atomic():
        put(trees.other, tree_id=trees.root.tree_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        put(trees.c, parent=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        put(trees.far, tree_id=trees.root.tree_id)


def test_the_database_refuses_a_link_to_nobody_when_the_transaction_ends(trees):
    with pytest.raises(IntegrityError), transaction.atomic():
        put(trees.a, parent=NOWHERE)
        connection.check_constraints()


def test_the_database_refuses_to_lose_a_comment_that_was_answered(trees):
    with pytest.raises(IntegrityError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM discussion_comment WHERE id = %s", [trees.a.pk])
        connection.check_constraints()


@pytest.mark.django_db(transaction=True)
def test_a_tree_is_written_inside_a_transaction_only():
    """Without one, two writers would read the same numbers."""
    under, ada = thread(), voice()
    with pytest.raises(transaction.TransactionManagementError):
        Thread.objects.lock(under.pk)
    with pytest.raises(transaction.TransactionManagementError):
        Comment.objects.say(Comment(thread=under, voice=ada, source="a"))
    assert not Comment.objects.exists()
