"""One discussion with a comment in every state by each kind of author, told of, edited, voted on, reported, picked and
decided on as it comes to pass, so that every page of the site has something of each to show.
"""

from dataclasses import dataclass, field, replace

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client, override_settings

from articles.revising import revise
from discussion.appealing import appeal, decision_about
from discussion.guests.devices import remember
from discussion.guests.keys import link_token
from discussion.guests.proving import ask_for_proof
from discussion.models import Appeal, Comment, Event, Mail, NoticeText, State, Thread, Voice
from discussion.moderating import ACTS, moderate, pick, pin
from discussion.passages import Chosen
from discussion.posting import change_state, edit_comment, withdraw_comment
from discussion.reactions import REACTIONS
from discussion.reporting import report_comment
from discussion.subscribing import subscribe
from people.models import User
from tests.discussion.mailing import Kind, Pace, deliver_all, follower, later, replay
from tests.discussion.standing import guest
from tests.factories import person, say, voice, vote
from tests.pages.every_admin_url import furnished, who_is
from tests.pages.every_url import Cast, prove_it

# Whose comments: of a member and of a guest who are among the readers, and each of one of whom nothing else is known;
# the member's hang on passages, the others answer below them. And one of a guest who has not confirmed his address.
MEMBER, GUEST, NAMED = AUTHORS = ("member", "guest", "named")
WAITING = "waiting"
STAFF = ("editor", "moderator", "administrator", "superuser")
READERS = ("stranger", "other_guest", "guest", "reader", "member", *STAFF)
DECIDED = {State.REFUSED: "refuse", State.HIDDEN: "hide", State.SPAM: "spam"}
PINNED = (State.PUBLISHED, State.HIDDEN, State.SHADOWED)
LATE = {"MAILS_AN_HOUR": 0, "MAILS_A_MINUTE": 0, "REPORTS_AN_HOUR": 0}  # all of it happens in a moment


def word(author: str, state: str) -> str:
    """Stands in the comment of this author in this state, and nowhere else."""
    return f"xy{author}{state}zz"


def earlier(author: str, state: str) -> str:
    """In how it read before it was edited."""
    return f"xyold{author}{state}zz"


def name(state: str) -> str:
    """In the name, the handle and the address of who said nothing but what is in this state."""
    return f"qu{state}ill"


@dataclass
class World:
    people: Cast
    users: dict[str, User]
    guests: dict[str, Voice]
    said: dict[tuple[str, str], Comment] = field(default_factory=dict)
    # The cast with each of these in place of its own: what the rows of every_url.py lead to.
    casts: dict[tuple[str, str], Cast] = field(default_factory=dict)
    mailed: list[EmailMultiAlternatives] = field(default_factory=list)  # after all of it had happened

    def address(self, role: str) -> str:
        known = {**self.users, **self.guests}
        return known[role].email if role in known else f"{role}@example.org"

    def voices(self, role: str) -> list[Voice]:
        if role in self.guests:
            return [self.guests[role]]
        return list(Voice.objects.filter(user=self.users[role])) if role in self.users else []

    @property
    def changes(self) -> str:
        return f"/threads/{self.people.comment.thread_id}/changes?since=0"

    def client(self, role: str) -> Client:
        client = Client()
        if role in self.users:
            client.force_login(self.users[role])
            prove_it(client, "password", "mfa")
        if role in self.guests:
            client.cookies[settings.GUEST_COOKIE_NAME] = remember(self.guests[role])
        return client


def world() -> World:
    with override_settings(**LATE):
        made = _furnished()
        _say(made, voice(made.users["member"]), made.guests["guest"], made.people.ada.voice)
        _happen(Event.Kind.POSTED)
        deliver_all()
        mail.outbox.clear()
        _decide(made)
        _happen(*set(REACTIONS) - {Event.Kind.POSTED})
        later(days=2)
        deliver_all()
        made.mailed = list(mail.outbox)
    made.casts = {key: _cast_with(made, *key) for key in made.said}
    return made


def _furnished() -> World:
    people, staff = furnished(), {role: who_is(role) for role in STAFF}
    told, under = people.comment.thread.article, people.comment.thread
    told.author, told.body = staff["editor"], told.body + "".join(f"<p>The {state} stone.</p>" for state in State)
    told.save()
    revise(told, by=None)
    Thread.objects.filter(pk=under.pk).update(guests=Thread.Guests.WELCOME)
    NoticeText.objects.update(text="It is down: {comment}")
    mara = person("mara")
    guests = {"guest": guest("gil@example.org", "Gil"), "other_guest": guest("hal@example.org", "Hal")}
    follower(under, handle="dora", pace=Pace.DAILY)
    subscribe(by=voice(staff["moderator"]), thread=None, kind=Kind.REVIEW)
    for one in (voice(mara), guests["guest"]):
        subscribe(by=one, thread=under, kind=Kind.MINE)
    return World(people, {"reader": people.ben, "member": mara, **staff}, guests)


def _say(made: World, member: Voice, of_guest: Voice, ada: Voice) -> None:
    """A branch for each state: a root, an answer that is published, below it two more, and an answer to the second."""
    under = Thread.objects.get(pk=made.people.comment.thread_id)
    for state in State:
        root = say(member, earlier(MEMBER, state), thread=under, chosen=Chosen(f"The {state} stone"))
        answer = say(ada, "An answer.", under=root)
        named = voice(person(name(state), display_name=name(state).capitalize()))
        made.said[MEMBER, state] = root
        made.said[GUEST, state] = say(of_guest, earlier(GUEST, state), under=answer)
        made.said[NAMED, state] = say(named, earlier(NAMED, state), under=answer)
        say(ada, "Another answer.", under=made.said[NAMED, state])
    for (author, state), comment in made.said.items():
        edit_comment(comment=comment, by=comment.voice, source=word(author, state), wording=0)
        if state == State.UNPROVED:  # nobody ever heard of these
            _step(comment, State.WITHDRAWN, State.UNPROVED)
    say(made.people.waits, word(WAITING, State.UNPROVED), thread=under)
    ask_for_proof(made.people.waits)


def _decide(made: World) -> None:
    chief, moderator = made.people.chief, made.users["moderator"]
    others = [voice(one) for one in (made.people.ben, made.people.ada, chief)]
    for (author, state), comment in made.said.items():
        if state == State.UNPROVED:
            continue
        subscribe(by=others[0], thread=comment.thread, kind=Kind.BRANCH, comment=comment)
        vote(others[1], comment)
        pick(comment=comment, by=chief)
        if author == MEMBER and state in PINNED:
            pin(comment=comment, by=chief)
        for one in others if state == State.HELD else others[:1]:
            report_comment(comment=comment, by=one, rule="attack")
        _lead(Comment.objects.get(pk=comment.pk), state, moderator)
        if author == MEMBER and state in DECIDED:
            appeal(decision=decision_about(Comment.objects.get(pk=comment.pk)), by=comment.voice, text="No.")


def _lead(comment: Comment, state: State, moderator: User) -> None:
    if state in DECIDED:
        moderate([comment.pk], ACTS[DECIDED[state]], by=moderator, rule="attack")
    elif state == State.WITHDRAWN:
        withdraw_comment(comment=comment, by=comment.voice)
    elif comment.state != state:
        _step(comment, state)


def _step(comment: Comment, *states: State) -> None:
    fresh = Comment.objects.get(pk=comment.pk)
    for state in states:
        change_state(fresh, state)


def _happen(*kinds: str) -> None:
    for event in Event.objects.filter(kind__in=kinds):
        replay(event)


def _cast_with(made: World, author: str, state: str) -> Cast:
    comment, first = made.said[author, state], made.people
    told = Mail.objects.filter(voice=first.ben.voice, comment=comment).first() or first.mail
    cast = replace(first, comment=comment, gone=comment, mail=told)
    if author == MEMBER:
        cast.hanging = comment
        cast.appeal = Appeal.objects.filter(decision__comment=comment).first() or first.appeal
    if author == GUEST:
        cast.guests, cast.link = comment, link_token(made.guests["guest"].email)
    return cast
