"""Puts states that the demo does not have on the stage, by the site's own verbs; prints their addresses as JSON.

Run with the settings of a site that has the demo: python -m bench.staging
"""

import json
import os
from uuid import uuid4

DEEP = 30
SENTENCE = "Whoever built it knew what the river does in March."


def stage_guests(under):
    """One who has confirmed his address and one who has not, and the mails that they cause; no worker runs here."""
    from django.utils import timezone

    from discussion.guests.keys import link_token
    from discussion.guests.proving import ask_for_proof
    from discussion.guests.tokens import proof_token
    from discussion.models import Event, Mail, Subscription, Voice
    from discussion.notifications.telling import tell
    from discussion.posting import post_comment
    from discussion.subscribing import subscribe

    def say(by, words, **place):
        return post_comment(thread=under, by=by, source=words, client_id=uuid4(), **place)

    gus = Voice.objects.create(name="Gus Tide", email="gus@example.org", proved_at=timezone.now())
    first = say(gus, "I was born by the *third* bridge, and I say: the river wins.")
    subscribe(by=gus, thread=under, kind=Subscription.Kind.THREAD, pace=Subscription.Pace.DAILY)
    subscribe(by=gus, thread=under, kind=Subscription.Kind.MINE)
    new = Voice.objects.create(name="Nell Weir", email="nell@example.org")
    say(new, "Which of the bridges, Gus? There were two of that name.", parent=first)
    ask_for_proof(new)
    say(Voice.objects.filter(user__handle="reader").get(), "The third from the sea, I suppose.", parent=first)
    for event in Event.objects.filter(thread=under):
        tell(event)
    Mail.objects.create(voice=gus, kind=Mail.Kind.LINK, address=gus.email)
    mails = {mail.kind: mail.pk for mail in Mail.objects.filter(voice__in=[gus, new])}
    return {
        "confirmation": f"/guests/{proof_token(new)}/confirmation",
        "mine": f"/mine/{link_token(gus.email)}/",
        "vote": f"/comments/{first.pk}/vote?value=1",
        "guests": under.article.get_absolute_url(),
        "bell": f"/comments/{first.pk}/subscription",
        **{f"mail_{kind}": pk for kind, pk in mails.items()},
    }


def stage_passages(slug):
    """A question of the editors, one that was settled, and words that the text has no more; what hangs there stays."""
    from articles.models import Article
    from articles.revising import revise
    from articles.saving import saved
    from discussion.models import Passage, Thread, Voice
    from discussion.passages import Chosen, ask_readers, settle

    under = Thread.objects.select_related("article").get(article__slug=slug)
    editor = Voice.objects.filter(user__handle="editor").get()
    question = "Do you cross on foot, and what did you stop doing because of it?"
    chosen = Chosen("Since that morning people have been allowed to walk across")
    ask_readers(thread=under, chosen=chosen, by=editor, question=question, unfolded=True)
    first, *_others, last = Passage.objects.filter(thread=under).exclude(question=question).placed()
    settle(passage=first, by=editor, correction="There is one ambulance on each side by night, and one in all by day.")
    article = Article.objects.get(pk=under.article_id)
    article.body = article.body.replace(last.words, "the sum adds up")
    article.save()
    revise(article, by=editor.user)
    saved(article)
    address = article.get_absolute_url()
    return {
        "passages": address,
        "passage": f"{address}passages/{first.pk}/",
        "lost": f"{address}passages/{last.pk}/",
        "version": f"{address}versions/1/",
    }


def stage():
    from discussion.conversation.line import permalink
    from discussion.models import Event, State, Subscription, Thread, Voice
    from discussion.notifications.telling import tell
    from discussion.posting import change_state, edit_comment, post_comment, withdraw_comment
    from discussion.subscribing import subscribe
    from people.models import User

    reader, other = (Voice.objects.of_user(User.objects.get(handle=handle)) for handle in ("reader", "editor"))

    def say(by, source=SENTENCE, *, thread, under=None, state=State.PUBLISHED):
        comment = post_comment(thread=thread, by=by, source=source, parent=under, client_id=uuid4())
        if state != State.PUBLISHED:
            change_state(comment, state)
        return comment

    def address(comment):
        return permalink(comment.thread, comment.pk)

    empty, one, closed, deep, states = map(thread_of, ("empty", "one", "closed", "deep", "states"))
    of_guests = stage_guests(thread_of("guests"))
    say(reader, thread=one)
    say(reader, thread=closed)
    Thread.objects.filter(pk=closed.pk).update(state=Thread.State.CLOSED)
    last = say(reader, thread=deep)
    for number in range(DEEP):
        last = say((other, reader)[number % 2], thread=deep, under=last)
    say(reader, "أعرف هذا النهر منذ ثلاثين عاما، ولم أره هكذا قط.", thread=states)
    say(reader, "Pneumonoultramicroscopicsilicovolcanoconiosis" * 4, thread=states)
    gone, hidden = (say(reader, thread=states) for _ in range(2))
    for place in (gone, hidden):
        say(other, "I had only just begun to answer.", thread=states, under=place)
    withdraw_comment(comment=gone, by=reader)
    change_state(hidden, State.HIDDEN)
    for state in (State.HELD, State.SPAM):
        held = say(reader, f"Mine, and {state.label.lower()}.", thread=states, state=state)
    own = say(reader, "Mine, a moment old.", thread=states)
    subscribe(by=reader, thread=states, kind=Subscription.Kind.THREAD)
    say(other, "Two of them, and both in March.", thread=states, under=own)
    for event in Event.objects.filter(thread=states, by=other):  # no worker runs here
        tell(event)
    reworded = say(reader, "Mine, as it was at first.", thread=states)
    edit_comment(comment=reworded, by=reader, source="Mine, worded anew.", wording=0)
    return {
        **{thread.article.slug: thread.article.get_absolute_url() for thread in (empty, one, closed, deep, states)},
        "deepest": address(last),
        "tombstone": address(gone),
        "waiting": address(held),
        "deleted": f"/comments/{gone.pk}/",
        "thread": f"/threads/{states.pk}/",
        "own": f"/comments/{own.pk}/",
        "reworded": f"/comments/{reworded.pk}/",
        "pk": own.pk,
        **of_guests,
        **stage_passages("the-bridge-at-hallin"),
        **stage_moderation(),
        **stage_screening(),
    }


def stage_moderation():
    """What readers complained of, what waits, and what was decided."""
    from discussion.models import Comment, Note, Report, Restriction, Rule, State, Voice
    from discussion.moderating import ACTS, moderate
    from discussion.moderating.chain import chain
    from discussion.moderating.links import moderation_link
    from discussion.posting import change_state
    from discussion.reporting import weigh_reports
    from people.models import User

    user = User.objects.get(handle="moderator")
    mod = Voice.objects.of_user(user)
    comments = list(Comment.objects.filter(state=State.PUBLISHED, voice__user=None, parent__isnull=False)[:30])
    people = list(Voice.objects.exclude(pk=mod.pk)[:4])
    for number, comment in enumerate(comments[:12]):
        for rule, who in zip((Rule.ATTACK, Rule.HATE, Rule.ATTACK), people[: number % 3 + 1]):
            note = "He means the people of the lower town, and says so." if who == people[0] else ""
            Report.objects.get_or_create(comment=comment, voice=who, defaults={"rule": rule, "note": note})
        weigh_reports(comment)
    first = max(comments[:12], key=lambda comment: (comment.report_weight, -comment.pk))
    Note.objects.create(about=first.voice, by=mod, text="Was asked twice to stay with the subject.")
    Restriction.objects.create(kind="review", voice=first.voice, by=mod, reason="Three reports in a week were right.")
    for comment in comments[12:20]:
        change_state(comment, State.HELD)
    moderate([comments[20].pk], ACTS["hide"], by=user, rule=Rule.OFF_TOPIC, reason="It is about another river.")
    moderate([one.pk for one in comments[21:24]], ACTS["refuse"], by=user, rule=Rule.SPAM)
    moderate([first.pk], ACTS["keep"], by=user)
    for report in first.reports.all():
        Report.objects.filter(pk=report.pk).update(outcome="open", decision=None)
    weigh_reports(first)
    appealed, appealable = stage_appeals(first.thread)
    while chain():
        pass
    told = {"suspect": first.voice_id, "moderated": first.thread_id, "appealed": appealed, "appealable": appealable}
    return told | {"reported": first.pk, "errand": "/" + moderation_link(first, user).split("/", 3)[3]}


def stage_appeals(under):
    from discussion.appealing import appeal, decision_about
    from discussion.models import Comment, Event, Rule, Voice
    from discussion.moderating import ACTS, moderate, pin
    from discussion.notifications.decided import tell_decision
    from discussion.posting import post_comment
    from people.models import User

    editor = User.objects.get(handle="moderator")
    reader = Voice.objects.of_user(User.objects.get(handle="reader"))
    told = [f"I would say it {how} again." for how in ("once", "twice")]
    form = {"thread": under, "by": reader}
    first, second = (post_comment(source=words, client_id=uuid4(), **form) for words in told)
    moderate([first.pk, second.pk], ACTS["refuse"], by=editor, rule=Rule.ATTACK, reason="It names a neighbour.")
    for event in Event.objects.filter(comment__in=[first, second], kind=Event.Kind.REFUSED):
        tell_decision(event)
    words = "I named the street, not the person. Please read it once more."
    appeal(decision=decision_about(Comment.objects.get(pk=first.pk)), by=reader, text=words)
    pin(comment=Comment.objects.roots().filter(thread=under, state="published").first(), by=editor)
    return first.pk, second.pk


def stage_screening():
    """What rules said of what is held, what moderators then decided, and trials: one on its way and one at its end."""
    from datetime import timedelta

    from django.utils import timezone

    from discussion.models import Comment, Objection, Simulation, State, Verdict

    now = timezone.now()
    steps = [["repetition", "publish", "on", 1.92, ""], ["shouting", "nudge", "shadow", 0.21, "82% are capitals."]]
    links = ["links", "hold", "on", 0.4, "3 links, 2 are allowed."]
    decided = Comment.objects.filter(state__in=[State.REFUSED, State.HIDDEN])
    held = list(Comment.objects.filter(state=State.HELD).order_by("posted_at"))
    for comment in [*held, *decided, None, None]:
        told = {"thread": held[0].thread, "voice": held[0].voice, "steps": [steps[0], links, steps[1]]}
        sent = comment.source.replace(" ", " darned ", 1) if comment == held[0] else ""
        about = {"comment": comment, "thread": comment.thread, "voice": comment.voice} if comment else {}
        verdict = Verdict.objects.create(says="hold", at=now - timedelta(days=9), original=sent, **told | about)
        for code, says, shadow in (("links", "hold", False), ("shouting", "nudge", True)):
            Objection.objects.create(verdict=verdict, code=code, says=says, shadow=shadow, at=verdict.at)
    latest = [comment.pk for comment in held[:8]]
    found = {"count": 41, "down": 24, "stand": 5, "latest": latest}
    result = {
        "tried": {"refuse": found, "nudge": found | {"count": 3, "down": 0, "stand": 0}},
        "current": {"hold": found | {"count": 97}},
    }
    told = {"code": "links", "says": "refuse", "current": {"mode": "on", "says": "hold", "options": {}}}
    told |= {"since": now - timedelta(days=30), "until": now, "total": 18_204, "result": result}
    running = Simulation.objects.create(**told, done=7_500, moved_at=now + timedelta(days=1))
    done = Simulation.objects.create(**told, done=18_204, state="done")
    stage_chief()
    return {"screened": held[0].pk, "trying": running.pk, "tried": done.pk}


def stage_chief():
    """The demo has no administrator; the pages about rules are for them."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.models import Group

    from people.models import User
    from people.roles import ADMINISTRATORS, sync_staff

    chief = User.objects.create_user("chief", "chief@example.org", os.environ["BROADSHEET_DEMO_PASSWORD"])
    EmailAddress.objects.create(user=chief, email=chief.email, verified=True, primary=True)
    chief.groups.add(Group.objects.get(name=ADMINISTRATORS))
    sync_staff(chief)


def thread_of(slug):
    from django.utils import timezone

    from articles.models import Article
    from discussion.models import Thread

    model = Article.objects.order_by("pk").first()
    article = Article.objects.create(
        slug=slug,
        headline=f"A discussion that is there to be looked at: {slug}",
        standfirst="Staged for pictures of the page.",
        section=model.section,
        author=model.author,
        state=Article.State.PUBLISHED,
        published_at=timezone.now(),
        body="<p>A short text, so that its discussion is near.</p>",
    )
    return Thread.objects.for_writing(article)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(json.dumps(stage()))
