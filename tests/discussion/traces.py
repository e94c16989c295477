"""Somebody who leaves a trace wherever one can, and where the traces are."""

from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from discussion.events import record
from discussion.models import Appeal, Comment, Event, Notice, Rule, State
from discussion.muting import mute
from discussion.posting import edit_comment, withdraw_comment
from discussion.reporting import report_comment
from discussion.subscribing import subscribe
from people.names import change_display_name
from tests.discussion.mailing import Kind
from tests.discussion.standing import everything
from tests.factories import person, say, thread, vote
from tests.people.visiting import FIREFOX, log_in, logged_in

WORDS = "xylophone"  # in whatever he wrote
NAME, OLD_NAME, HANDLE = "Quentin Zephyrson", "Quentin Formerly", "quentinz"
EMAIL, SECOND = "quentin@zephyr.example", "second@zephyr.example"
NETWORK = "203.0.113.77"
TRACES = [WORDS, "Quentin", "Zephyr", "Formerly", HANDLE, NETWORK]


def traces(told):
    return {trace for trace in TRACES if trace.casefold() in told.casefold()}


def lines_with_traces():
    return [line for line in everything().splitlines() if traces(line)]


def take_part(he, ben):
    """Threads in which he did all that one can do there, and was answered."""
    threads = [thread(), thread()]
    for under in threads:
        root = say(he, f"The {WORDS} root.", thread=under)
        answer = say(ben, "An answer.", under=root)
        say(he, f"A {WORDS} below.", under=answer)
        edit_comment(comment=root, by=he, source=f"The {WORDS} again.", wording=0)
        withdraw_comment(comment=say(he, f"No {WORDS}.", thread=under), by=he)
        hidden = say(he, f"A {WORDS} of {NAME}.", thread=under, state=State.HIDDEN)
        decision = record(Event.Kind.HIDDEN, comment=hidden, by=ben, reason=f"{NAME} again.")
        answer_to_him = {"text": f"I am {NAME}.", "answer": f"No, {NAME}.", "deadline_at": decision.at}
        Appeal.objects.create(decision=decision, voice=he, **answer_to_him)
        vote(he, answer)
        report_comment(comment=answer, by=he, rule=Rule.ATTACK, note=f"Says {NAME}: {WORDS}.")
        vote(ben, root)
        subscribe(by=he, thread=under, kind=Kind.THREAD)
        subscribe(by=he, thread=under, kind=Kind.BRANCH, comment=answer)
        Notice.objects.create(voice=he, comment=answer, reason=Notice.Reason.MINE)
    mute(by=ben.user, voice=he)
    mute(by=person("cem"), voice=he)
    _look_at(Comment.objects.filter(voice=he).first(), he)
    return threads


def _look_at(*rows):
    """The admin's log."""
    for row in rows:
        LogEntry.objects.create(
            user=person(),
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            object_repr=str(row),
            action_flag=CHANGE,
            change_message=f'[{{"changed": {{"name": "x", "object": "{row}"}}}}]',
        )


def member():
    """Has used every door of the account area."""
    he = person(HANDLE, display_name=OLD_NAME)
    he.email, he.about = EMAIL, f"I am {NAME}."
    he.save()
    EmailAddress.objects.filter(user=he).update(email=EMAIL)
    EmailAddress.objects.create(user=he, email=SECOND, verified=True)
    logged_in(he)
    here = Client(REMOTE_ADDR=NETWORK, HTTP_USER_AGENT=FIREFOX)
    log_in(here, HANDLE)
    log_in(Client(REMOTE_ADDR=NETWORK), EMAIL, password="wrong")
    Client(REMOTE_ADDR=NETWORK).post("/accounts/password/reset/", {"email": EMAIL})
    here.post("/accounts/email/", {"email": "third@zephyr.example", "action_add": ""})
    _look_at(he)  # under his old name
    change_display_name(user=he, to=NAME)
    _look_at(he, *EmailAddress.objects.filter(user=he))
    return he
