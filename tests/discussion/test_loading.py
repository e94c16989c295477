"""Discussions loaded from files and written to them again."""

import json
from datetime import datetime
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from discussion.conversation import Conversation, View
from discussion.importers.bulk import load
from discussion.importers.thread_file import read, write
from discussion.mending import faults_of_all_trees
from discussion.models import Comment, Reader, State, Thread, Voice
from discussion.posting import withdraw_comment
from discussion.ranking import SORTS, wilson
from discussion.recounting import recount
from tests.discussion.standard import entry, file_of, loaded, standard
from tests.factories import article, say, thread, voice, vote

pytestmark = pytest.mark.django_db

SAME = ("author", "email", "text", "up", "down")


def dumped(under):
    return [json.loads(line) for line in write(under)]


def renumbered(entries):
    """Ids by the order in which they stand, times as moments."""
    numbers = {entry["id"]: number for number, entry in enumerate(entries)}
    return [
        {
            **{name: entry[name] for name in SAME},
            "id": numbers[entry["id"]],
            "parent": numbers.get(entry["parent"]),
            "created": datetime.fromisoformat(entry["created"]),
            "state": entry.get("state", "published"),
        }
        for entry in entries
    ]


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Comment, Thread, Voice)]


def assert_all_holds(under):
    assert list(faults_of_all_trees()) == []
    assert recount(under) == []
    out = StringIO()
    call_command("check_trees", stdout=out)
    assert out.getvalue() == "All trees hold.\n"


def test_it_works():
    under = loaded([entry(1), entry(2, 1, up=3, down=1), entry(3, 2)])
    root, reply, last = under.comments.order_by("pk")
    assert (reply.parent, last.parent) == (root, reply)
    assert (reply.up, reply.down, reply.score, reply.best) == (3, 1, 2, wilson(3, 1))
    assert (root.reply_count, root.descendant_count, root.html) == (1, 2, "<p>Comment 1.</p>")
    assert (under.comment_count, under.voice_count) == (3, 3)
    assert under.version > 0
    assert_all_holds(under)


@pytest.mark.parametrize("comments", [1, 50, 400])
def test_what_comes_out_is_what_went_in(comments):
    entries = standard(comments)
    under = loaded(entries)
    assert renumbered(dumped(under)) == renumbered(entries)
    assert_all_holds(under)


def test_states_come_along():
    entries = [entry(number, state=state.value) for number, state in enumerate(State)]
    entries += [entry(100 + number, number) for number in range(len(State))]
    under = loaded(entries)
    assert renumbered(dumped(under)) == renumbered(entries)
    assert under.comment_count == len(State) + 1
    assert_all_holds(under)


def test_the_commands_write_and_read_the_same_file(tmp_path):
    under, copy = loaded(standard(60)), article("copy")
    file = tmp_path / "thread.jsonl"
    with file.open("w", encoding="utf-8") as out:
        call_command("dump_thread", under.article.slug, stdout=out)
    call_command("load_thread", "copy", str(file), stdout=StringIO())
    assert renumbered(dumped(copy.thread)) == renumbered(dumped(under))
    assert_all_holds(copy.thread)


@pytest.mark.parametrize(
    "text", ["a\u2028b", "a\u2029b", "a\u0085b", "a\x0bb\x0cc\x1cd", "a\r\nb", "a\rb", '"\\u0041"', "\ufeffa", "😀"]
)
def test_every_character_survives_a_file(tmp_path, text):
    under = loaded([entry(1, text=text), entry(2)])
    article("copy")
    file = tmp_path / "thread.jsonl"
    with file.open("w", encoding="utf-8") as out:
        call_command("dump_thread", under.article.slug, stdout=out)
    call_command("load_thread", "copy", str(file), stdout=StringIO())
    assert [entry["text"] for entry in dumped(Thread.objects.get(article__slug="copy"))] == [text, "Comment 2."]


def test_the_same_file_again_loads_nothing():
    entries = read(file_of(standard(40)))
    under = thread()
    assert load(under, entries) == 40
    before = everything()
    assert load(under, entries) == 0
    assert everything() == before


def test_the_command_says_how_many_were_new(tmp_path):
    article("bridge")
    file = tmp_path / "thread.jsonl"
    file.write_text("".join(file_of(standard(12))))
    for said in ("12 comments loaded, 0 were there already.\n", "0 comments loaded, 12 were there already.\n"):
        out = StringIO()
        call_command("load_thread", "bridge", str(file), stdout=out)
        assert out.getvalue() == said


def test_the_same_file_can_go_under_two_articles():
    entries = standard(20)
    one, other = loaded(entries), loaded(entries)
    assert renumbered(dumped(one)) == renumbered(dumped(other))
    assert_all_holds(one)
    assert_all_holds(other)


@pytest.mark.parametrize("first", [1, 30, 79])
def test_a_file_that_grew_adds_just_what_is_new(first):
    entries = standard(80)
    under = loaded(entries[:first])
    before = dict(Comment.objects.values_list("pk", "client_id"))
    assert load(under, read(file_of(entries))) == 80 - first
    assert before.items() <= dict(Comment.objects.values_list("pk", "client_id")).items()
    assert renumbered(dumped(under)) == renumbered(entries)
    under.refresh_from_db()
    assert under.comment_count == 80
    assert_all_holds(under)


def test_a_file_that_grew_by_replies_alone():
    under = loaded([entry(1), entry(2, 1), entry(3)])
    grown = [entry(1), entry(2, 1), entry(3), entry(4, 2), entry(5, 4), entry(6, 1), entry(7, 3, state="held")]
    assert load(under, read(file_of(grown))) == 4
    root = under.comments.order_by("pk").first()
    assert (root.reply_count, root.descendant_count) == (2, 4)
    assert_all_holds(under)


def test_who_spoke_before_speaks_again():
    under = loaded([entry(1), entry(8)])  # the same author and address
    assert Voice.objects.count() == 1
    load(under, read(file_of([entry(1), entry(8), entry(15), entry(2)])))
    assert Voice.objects.count() == 2
    loaded([entry(22)])
    assert Voice.objects.count() == 2


def test_two_of_one_name_are_two():
    under = loaded([entry(1, author="Ada", email="a@example.org"), entry(2, author="Ada", email="b@example.org")])
    assert under.voice_count == 2


def test_nobodys_account_is_taken_over():
    ada = voice()
    under = loaded([entry(1, author=ada.name, email=ada.user.email), entry(2, author=ada.name, email="")])
    assert ada.pk not in under.comments.values_list("voice", flat=True)


def test_a_discussion_that_lives_goes_on():
    ada, ben = voice(), voice()
    root = say(ada, thread=thread())
    vote(ben, say(ben, under=root).parent)
    withdrawn = say(ada, under=root)
    withdraw_comment(comment=withdrawn, by=ada)
    before = list(Comment.objects.order_by("pk").values())
    under = loaded(standard(50), under=root.thread)
    assert list(Comment.objects.filter(pk__lte=withdrawn.pk).order_by("pk").values()) == before
    assert under.comment_count == 52
    assert_all_holds(under)
    say(ada, under=Comment.objects.order_by("pk").last())
    say(ben, thread=under)
    assert_all_holds(Thread.objects.get(pk=under.pk))


def test_replies_of_the_site_to_loaded_comments_stay_where_they_are():
    entries = standard(30)
    under = loaded(entries[:20])
    answered = under.comments.order_by("pk").last()
    reply = say(voice(), under=answered)
    load(under, read(file_of([*entries, entry(1000, entries[19]["id"])])))
    reply.refresh_from_db()
    assert reply.parent == answered
    assert_all_holds(under)


def test_carried_votes_and_votes_of_the_site_add_up():
    entries = [entry(1, up=10, down=4), entry(2, 1)]
    under = loaded(entries)
    comment = under.comments.get(parent=None)
    vote(voice(), comment)
    vote(voice(), comment, -1)
    vote(voice(), comment)
    load(under, read(file_of([*entries, entry(3, 2)])))
    comment.refresh_from_db()
    assert (comment.carried_up, comment.carried_down) == (10, 4)
    assert (comment.up, comment.down, comment.score, comment.best) == (12, 5, 7, wilson(12, 5))
    assert_all_holds(under)


def test_when_the_last_line_is_bad_nothing_is_loaded(tmp_path):
    article("bridge")
    file = tmp_path / "thread.jsonl"
    file.write_text("".join(file_of([*standard(30), entry(31, 99)])))
    with pytest.raises(CommandError, match="line 31"):
        call_command("load_thread", "bridge", str(file))
    assert not Comment.objects.exists()
    assert not Voice.objects.exists()


def test_when_it_breaks_off_nothing_is_loaded():
    under = loaded(standard(10))
    before = everything()

    def break_off(count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(under, read(file_of(standard(60))), break_off)
    assert everything() == before


def test_progress_hears_of_every_comment():
    heard = []
    load(thread(), read(file_of([entry(number) for number in range(4500)])), heard.append)
    assert heard == [2000, 2000, 500]


def test_a_deep_chain_is_loaded():
    under = loaded([entry(0), *(entry(number, number - 1) for number in range(1, 1500))])
    assert under.comments.order_by("-level").first().level == 1499
    assert_all_holds(under)


def test_a_discussion_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="'nowhere'"):
        call_command("dump_thread", "nowhere")


def queries_of_a_page(under, sort):
    read_article = Article.objects.with_parts().get(pk=under.article_id)
    with CaptureQueriesContext(connection) as asked:
        Conversation.for_reader(Reader(AnonymousUser()), read_article, View(SORTS[sort]))
    return len(asked)


@pytest.mark.soak
def test_a_hundred_thousand_comments():
    entries = standard(100_000)
    under = loaded(entries)
    few = loaded(standard(30))
    for sort in SORTS:
        assert queries_of_a_page(under, sort) <= queries_of_a_page(few, sort)
    assert renumbered(dumped(under)) == renumbered(entries)
    assert load(under, read(file_of(entries))) == 0
    assert_all_holds(under)
