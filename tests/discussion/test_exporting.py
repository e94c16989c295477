"""What somebody takes along is all that is kept of him: every table that refers to him is in it, or is said here why
it is not.
"""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from articles.models import Article
from articles.revising import revise
from discussion.events import record
from discussion.exporting import SECTIONS, Person, as_json, export_of
from discussion.models import (
    Appeal,
    Comment,
    Device,
    Event,
    Mail,
    Notice,
    Restriction,
    Rule,
    Subscription,
    Verdict,
    Visit,
    Voice,
    Wording,
)
from discussion.muting import mute
from discussion.passages import Chosen, ask_readers
from discussion.posting import edit_comment
from discussion.reporting import report_comment
from discussion.subscribing import subscribe
from people.models import User
from tests.discussion.standing import guest
from tests.factories import article, person, say, thread, voice, vote
from tests.pages.reading import Visitor
from tests.people.visiting import logged_in, prove_it, set_up_app

pytestmark = pytest.mark.django_db

# A table that refers to a person, by which column: why nobody gets it.
LEFT_OUT = {
    ("discussion.Mute", "voice"): "who muted him is nobody's business but theirs",
    ("discussion.VoteChange", "comment"): "says how many voted, and when; not who",
    ("discussion.Report", "comment"): "who complained of him is theirs",
    ("discussion.Vote", "comment"): "how others voted is theirs; he gets the sums",
    ("discussion.Claim", "user"): "what a moderator had before him is forgotten in minutes",
    ("discussion.Claim", "comment"): "as above",
    ("discussion.Notice", "comment"): "who was told of him is theirs",
    ("discussion.Mail", "comment"): "who was mailed of him is theirs",
    ("discussion.Subscription", "comment"): "who follows him is theirs",
    ("discussion.Note", "about"): "what moderators think of him is theirs: asked for in writing, see docs/privacy.md",
    ("discussion.WatchedWord", "by"): "which words are watched for is the site's",
    ("discussion.Note", "by"): "what he noted is about others",
    ("discussion.Comment", "parent"): "what others answered is theirs; it can be read on the site",
}


@pytest.fixture
def ada():
    return person("ada")


def everything_of(ada):
    """A row of hers in every table, and one of somebody else beside it."""
    mine, ben = voice(ada), voice(person("ben"))
    told = article("bridge", author=ada)
    under = thread(told)
    for by, other in ((mine, ben), (ben, mine)):
        Article.objects.filter(pk=told.pk).update(body=f"<p>The bridge that {by.name} crossed.</p>")
        revise(told, by=by.user)
        words = Chosen(f"bridge that {by.name}")
        ask_readers(thread=under, chosen=words, by=by, question=f"Asked by {by.name}?")
        comment = say(by, f"Said by {by.name}.", thread=under, chosen=words)
        edit_comment(comment=comment, by=by, source=f"Better said by {by.name}.", wording=0)
        vote(other, comment)
        report_comment(comment=comment, by=other, rule=Rule.SPAM, note=f"Noted by {other.name}.")
        subscribe(by=by, thread=under, kind=Subscription.Kind.BRANCH, comment=comment)
        Verdict.objects.create(voice=by, comment=comment, thread=under, says="hold", said="One moment.")
        Notice.objects.create(voice=by, comment=comment, reason=Notice.Reason.MINE)
        Mail.objects.create(voice=by, comment=comment, kind="thread", pace="at_once", address=f"{by.name}@example.org")
        decision = record(Event.Kind.HIDDEN, comment=comment, by=other, reason=f"Reason for {by.name}.")
        Appeal.objects.create(decision=decision, voice=by, text=f"Appeal of {by.name}.", deadline_at=decision.at)
        Restriction.objects.create(kind="review", voice=by, by=other, reason=f"Reason for {by.name}.")
        mute(by=by.user, voice=other)
        Visit.objects.create(user=by.user, thread=under, version=1)
        Device.objects.create(voice=by, digest=f"{by.name:x<64}")
        logged_in(by.user)
        set_up_app(by.user)
    return under


def test_every_table_that_refers_to_a_person_is_in_it():
    covered = {section.model._meta.label for section in SECTIONS}
    for model in (User, Voice, Comment):
        relations = model._meta.get_fields(include_hidden=True)  # with those that have no way back in Python
        for relation in (one for one in relations if one.auto_created and not one.concrete and not _joins(one)):
            table, column = relation.related_model._meta.label, relation.field.name
            assert table in covered or (table, column) in LEFT_OUT, f"{table}.{column}: export it, or say why not"
    assert {"discussion.Wording", "discussion.Event"} <= covered


def _joins(relation):
    return relation.related_model._meta.auto_created or relation.many_to_many  # his groups are in "account"


def test_it_has_a_row_for_each_row_of_hers_and_none_of_anybody_elses(ada):
    everything_of(ada)
    found = {name: list(rows) for name, rows in export_of(Person.of_user(ada))}
    for section in SECTIONS:
        if section.name != "admin_log":
            assert found[section.name], section.name
    mine = ada.voice
    for model, name in ((Comment, "comments"), (Device, "browsers"), (Mail, "mails"), (Notice, "inbox")):
        assert len(found[name]) == model.objects.filter(voice=mine).count() == 1
    assert len(found["earlier_wordings"]) == Wording.objects.filter(comment__voice=mine).count() == 1
    for model, name in ((EmailAddress, "addresses"), (Authenticator, "second_steps"), (UserSession, "sessions")):
        assert len(found[name]) == model.objects.filter(user=ada).count()
    told = json.dumps(found, default=str)
    assert found["comments"][0]["passage"] == found["questions"][0]["passage"] == "bridge that Ada"
    assert [row["question"] for row in found["questions"]] == ["Asked by Ada?"]
    assert [row["revision"] for row in found["texts_saved"]] == [1]
    assert "Better said by Ada." in told and "Reason for Ada." in told
    assert "Noted by Ada." in told and "Noted by Ben." not in told
    assert [row["text"] for row in found["appeals"]] == ["Appeal of Ada."] and "Appeal of Ben" not in told
    assert "said by Ben" not in told and "ben@example.org" not in told.lower()


def test_it_says_nothing_of_passwords_and_keys(ada):
    everything_of(ada)
    told = "".join(as_json(Person.of_user(ada)))
    assert ada.password not in told and "JBSWY3DPEHPK3PXP" not in told and "xxxxxxxx" not in told
    assert UserSession.objects.filter(user=ada).first().session_key not in told


def test_a_guest_gets_what_is_under_his_address(ada):
    everything_of(ada)
    here = guest("cem@example.org", "Cem")
    say(here, "A guest's.", thread=thread(article("ferry")))
    found = json.loads("".join(as_json(Person.of_voices([here]))))
    assert [row["text"] for row in found["comments"]] == ["A guest's."]
    assert found["comments"][0]["address"].endswith(f"/articles/ferry/comments/{Comment.objects.last().pk}/")
    assert found["names"][0]["email"] == "cem@example.org"
    for name in ("account", "addresses", "sessions", "second_steps", "muted", "visits", "articles", "admin_log"):
        assert found[name] == [], name


def test_who_has_said_nothing_gets_his_account(ada):
    found = json.loads("".join(as_json(Person.of_user(ada))))
    assert found["account"][0]["handle"] == "ada" and found["format"] == 1
    assert all(found[name] == [] for name in ("names", "comments", "votes", "events"))


def test_the_context_of_a_comment_is_in_it(ada):
    root = say(voice(), thread=thread(article("bridge")))
    say(voice(ada), "An answer.", under=root)
    row = next(dict(export_of(Person.of_user(ada)))["comments"])
    assert row["article"] == "Headline of bridge" and row["in_reply_to"].endswith(f"/comments/{root.pk}/")


def test_it_asks_the_same_of_the_database_however_much_there_is(ada, django_assert_max_num_queries):
    mine, under = voice(ada), thread()
    for _number in range(30):
        say(mine, thread=under)
    with django_assert_max_num_queries(25):
        assert len("".join(as_json(Person.of_user(ada)))) > 1000


def test_it_is_had_after_giving_the_password_again(ada):
    say(voice(ada), "Words <b>to</b> keep.", thread=thread())
    here = logged_in(ada)
    for path in ("", "export.json", "export.html"):
        assert Client().get(f"/accounts/export/{path}").url.startswith("/accounts/login/")
        assert here.get(f"/accounts/export/{path}").status_code in (200, 302)
    prove_it(here)
    assert here.get("/accounts/export/").status_code == 200
    answer = here.get("/accounts/export/export.json")
    assert answer["Content-Disposition"].startswith("attachment;") and "no-store" in answer["Cache-Control"]
    assert json.loads(b"".join(answer))["comments"][0]["text"] == "Words <b>to</b> keep."
    page = here.get("/accounts/export/export.html").content.decode()
    assert "Words &lt;b&gt;to&lt;/b&gt; keep." in page and "<script" not in page.split("<main")[1]


def test_what_she_wrote_as_a_guest_is_offered_there(ada):
    say(guest("ada@example.org"), "Before I had an account.", thread=thread())
    visitor = Visitor()
    visitor.client = logged_in(ada)
    prove_it(visitor.client)
    page = visitor.open("/accounts/export/").press("Make what was written under ada@example.org yours")
    assert page.heading == "Ada" and "Before I had an account." in page.words


def test_an_old_session_is_asked_for_the_password(ada):
    visitor = Visitor(ada)
    assert visitor.open("/accounts/export/").address.startswith("/accounts/reauthenticate/")
    assert visitor.open("/accounts/export/export.json").address.startswith("/accounts/reauth")
