"""@handle in a comment: whom it links, whom it calls, and who hears of that."""

import pytest

from discussion.mentions import MOST, members, pages, who_may_be_meant
from discussion.models import Comment, Mail, Notice, State, Subscription, Voice
from discussion.moderating import ACTS, moderate
from discussion.muting import mute
from discussion.posting import edit_comment
from discussion.rendering import called_in, render
from discussion.subscribing import mute_thread, subscribe, unsubscribe
from people.closing import close_account
from tests.discussion.mailing import Kind, deliver_all, follower, replay, work
from tests.factories import article, guest, person, say, thread, voice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def under():
    return thread()


@pytest.fixture
def ben():
    return voice(person("ben"))


def told(**fields):
    work()
    notices = Notice.objects.exclude(reason="author").filter(**fields)
    return {(notice.voice.user.handle, notice.reason) for notice in notices.select_related("voice__user")}


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@ada", ["ada"]),
        ("Hello @Ada, and @ben_2.", ["ada", "ben_2"]),
        ("(@ada) “@ben”", ["ada", "ben"]),
        ("你好@ada，再见", ["ada"]),
        ("*@ada* and **@ben**", ["ada", "ben"]),
        ("@_ada_", []),
        ("- @ada\n- @ben", ["ada", "ben"]),
        ("@ada\n@ada", ["ada", "ada"]),
        ("ada@example.org", []),
        ("<ada@example.org>", []),
        ("@ada@social.example", []),
        ("@example.org", []),
        ("https://example.org/@ada", []),
        ("[@ada](https://example.org/)", []),
        ("`@ada`", []),
        ("```\n@ada\n```", []),
        ("    @ada", []),
        ("> @ada said so", []),
        ("> > @ada\n\n@ben", ["ben"]),
        ("@@ada", []),
        ("@ad", []),
        ("@" + "a" * 31, []),
        ("@ada's", ["ada"]),
        (r"\@ada", ["ada"]),
        ("no one", []),
    ],
)
def test_whom_a_text_calls(text, called):
    assert called_in(text) == called


def test_members_are_linked_and_nobody_else():
    person("ada")
    html = render("> @ada\n\n@Ada and @nobody", pages)
    assert html.count('<a href="/people/ada/"') == 2 and ">@Ada</a> and @nobody" in html


def test_without_members_it_stays_text():
    person("ada")
    assert "<a" not in render("@ada")


def test_it_asks_nothing_where_nobody_is_named(django_assert_num_queries):
    with django_assert_num_queries(0):
        render("Write to me@example.org, `@ada`.", pages)
        assert members([]) == []


def test_what_is_said_and_edited_links(under, ben):
    person("ada")
    comment = say(ben, "As @ada says.", thread=under)
    assert 'href="/people/ada/"' in comment.html
    comment = edit_comment(comment=comment, by=ben, source="As @ADA says!", wording=0)
    assert 'href="/people/ada/"' in comment.html


def test_a_member_who_never_spoke_is_told(under, ben):
    person("ada")
    say(ben, "What does @Ada think?", thread=under)
    assert told() == {("ada", "mention")}
    assert not Mail.objects.exists()


def test_a_second_time_nothing_is_added(under, ben):
    person("ada")
    comment = say(ben, "@ada", thread=under)
    for event in [*comment.events.all()] * 2:
        replay(event)
    assert Notice.objects.filter(reason="mention").count() == 1


def test_nobody_is_told_that_he_names_himself(under, ben):
    say(ben, "I, @ben, say so.", thread=under)
    assert told() == set()


def test_who_muted_the_writer_or_the_thread_is_not_told(under, ben):
    ada, cem = person("ada"), person("cem")
    mute(by=ada, voice=ben)
    mute_thread(by=voice(cem), thread=under)
    say(ben, "@ada @cem", thread=under)
    assert told() == set()


def test_of_what_waits_nobody_is_told_before_it_is_approved(under, ben):
    person("ada")
    thread_in_review = thread(state="reviewed")
    held = say(ben, "@ada", thread=thread_in_review)
    assert held.state == State.HELD and told() == set()
    assert not Voice.objects.filter(user__handle="ada").exists()
    moderator = person("mod", is_staff=True, is_superuser=True)
    moderate([held.pk], ACTS["approve"], by=moderator, reason="Fine.")
    assert told() == {("ada", "mention"), ("ben", "decided")}


def test_words_of_an_unproved_guest_call_nobody(under):
    person("ada")
    say(guest(), "@ada", thread=under)
    assert told() == set()


def test_an_answer_says_more_than_a_mention(under, ben):
    ada = voice(person("ada"))
    say(ben, "@ada, no.", under=say(ada, thread=under))
    assert told() == {("ada", "mine")}


def test_a_mention_says_more_than_a_thread_that_one_follows(under, ben):
    follower(under, handle="ada")
    say(ben, "@ada", thread=under)
    assert told() == {("ada", "mention")}


def test_one_comment_calls_no_crowd(under, ben):
    handles = [person().handle for _ in range(MOST + 3)]
    say(ben, " ".join(f"@{handle}" for handle in handles), thread=under)
    assert told() == {(handle, "mention") for handle in handles[:MOST]}


def test_an_edit_calls_who_was_not_called_before(under, ben):
    person("ada")
    person("cem")
    follower(under, handle="dan")
    comment = say(ben, "@ada", thread=under)
    assert told(comment=comment) == {("ada", "mention"), ("dan", "thread")}
    Notice.objects.filter(voice__user__handle="dan").delete()
    edit_comment(comment=comment, by=ben, source="@ada and @cem", wording=0)
    assert told(comment=comment) == {("ada", "mention"), ("cem", "mention")}


def test_many_edits_call_no_crowd_either(under, ben):
    comment = say(ben, "Who?", thread=under)
    for wording in range(4):
        crowd = " ".join(f"@{person().handle}" for _ in range(4))
        edit_comment(comment=comment, by=ben, source=crowd, wording=wording)
        work()
    assert Notice.objects.filter(comment=comment, reason="mention").count() == MOST


def test_who_asked_for_it_is_mailed_of_mentions(box, under, ben):
    ada = voice(person("ada"))
    asked = subscribe(by=ada, thread=None, kind=Kind.MENTION)
    say(ben, "What does @ada think?", thread=under)
    say(ben, "Nobody in particular.", thread=under)
    work()
    (mail,) = box.arrived
    assert mail["To"] == "ada@example.org" and mail["Subject"].startswith("Mentions of you: ")
    assert "because you asked to be told when somebody mentions you" in mail.get_body(("plain",)).get_content()
    assert mail["List-Unsubscribe"]
    unsubscribe(by=ada, subscription=asked)
    say(ben, "And what now, @ada?", thread=under)
    work()
    assert len(box.arrived) == 1


def test_who_is_not_named_any_more_gets_no_mail(box, under, ben):
    subscribe(by=voice(person("ada")), thread=None, kind=Kind.MENTION)
    comment = say(ben, "@ada", thread=under)
    for event in comment.events.all():
        replay(event)
    edit_comment(comment=comment, by=ben, source="Nobody.", wording=0)
    deliver_all()
    assert box.arrived == [] and not Mail.objects.exists()


def test_however_much_matches_it_is_one_mail(box, under, ben):
    ada = voice(person("ada"))
    first = say(ada, thread=under)
    subscribe(by=ada, thread=None, kind=Kind.MENTION)
    for kind in (Kind.THREAD, Kind.MINE):
        subscribe(by=ada, thread=under, kind=kind)
    say(ben, "@ada", under=first)
    work()
    assert len(box.arrived) == 1


def test_a_subscription_to_mentions_is_of_no_thread_and_one(under, ben):
    for _ in range(2):
        subscribe(by=ben, thread=None, kind=Kind.MENTION)
    assert Subscription.objects.count() == 1
    with pytest.raises(ValueError, match="MENTION"):
        subscribe(by=ben, thread=under, kind=Kind.MENTION)
    with pytest.raises(ValueError, match="MENTION"):
        subscribe(by=ben, thread=None, kind=Kind.THREAD)


def test_a_closed_account_is_called_no_more(under, ben):
    close_account(person("ada"), comments_go=False)
    comment = say(ben, "@ada", thread=under)
    assert "<a" not in comment.html and told() == set()


def names(start, under=None):
    return [found.user.handle for found in who_may_be_meant(start, under and under.pk)]


def test_offered_is_who_said_what_everybody_may_read(under):
    say(voice(person("adam", display_name="Adam Quist")), thread=under)
    say(voice(person("adele")), thread=thread())
    person("adrian")
    say(voice(person("adolf")), thread=under, state=State.HELD)
    say(voice(person("adorno")), thread=thread(article(state="draft", published_at=None)))
    say(guest("Ada of the road"), thread=under)
    closed = person("adelaide")
    say(voice(closed), thread=under)
    close_account(closed, comments_go=False)
    assert names("ad") == ["adam", "adele"]
    assert names("qu") == ["adam"] and names("ADE") == ["adele"]
    assert names("zz") == [] and names("a_") == [] and names("%") == []


def test_who_spoke_here_comes_first_and_the_list_is_short(under):
    for number in range(8):
        say(voice(person(f"ben{number}")), thread=thread() if number < 7 else under)
    assert names("ben", under) == ["ben7", *(f"ben{number}" for number in range(5))]
    assert Comment.objects.count() == 8
