"""What of a row is its person's to know."""

from django.conf import settings
from django.urls import reverse

from articles.models import Article
from discussion.models import (
    Appeal,
    Comment,
    Event,
    Mail,
    Notice,
    Passage,
    Report,
    State,
    Subscription,
    Verdict,
    Visit,
    Voice,
    Vote,
    Wording,
)
from people.models import User

Row = dict[str, object]


def of_account(user: User) -> Row:
    return {
        "handle": user.handle,
        "name": user.display_name,
        "email": user.email,
        "about": user.about,
        "joined": user.joined_at,
        "last_login": user.last_login,
        "suspended_until": user.suspended_until,
        "suspension_reason": user.suspension_reason,
        "groups": [group.name for group in user.groups.all()],
    }


def of_voice(voice: Voice) -> Row:
    return {"name": voice.name, "email": voice.email, "confirmed": voice.proved_at, "first_heard": voice.heard_at}


def of_comment(comment: Comment) -> Row:
    return {
        "id": comment.pk,
        **_place(comment),
        "in_reply_to": address_of(comment.thread.article, comment.parent_id) if comment.parent_id else "",
        "passage": comment.passage.quote if comment.passage else "",
        "text": comment.source,
        "state": State.PUBLISHED if comment.state == State.SHADOWED else comment.state,  # as he sees it
        "posted": comment.posted_at,
        "edited": comment.edited_at,
        "picked": comment.picked_at,
        "votes_up": comment.up,
        "votes_down": comment.down,
    }


def of_question(passage: Passage) -> Row:
    article = passage.thread.article
    return {
        "article": article.headline,
        "address": address_of(article),
        "passage": passage.quote,
        "question": passage.question,
    }


def of_wording(wording: Wording) -> Row:
    return {
        "comment": wording.comment_id,
        "text": wording.source,
        "written": wording.written_at,
        "replaced": wording.replaced_at,
    }


def of_vote(vote: Vote) -> Row:
    return {**_place(vote.comment), "value": vote.value, "cast": vote.cast_at}


def of_report(report: Report) -> Row:
    return {
        **_place(report.comment),
        "rule": report.rule,
        "note": report.note,
        "reported": report.at,
        "outcome": report.outcome,
    }


def of_verdict(verdict: Verdict) -> Row:
    """What it was told; not by which rules, which would teach how to get around them."""
    place = _place(verdict.comment) if verdict.comment else {}
    written = {"written": verdict.original} if verdict.original else {}
    return {**place, "verdict": verdict.says, "told": verdict.said, "screened": verdict.at, **written}


def of_subscription(one: Subscription) -> Row:
    article = one.thread.article if one.thread else None
    return {
        "article": article.headline if article else "",
        "address": address_of(article, one.comment_id) if article else "",
        "of_what": one.kind,
        "how_often": one.pace,
        "since": one.made_at,
    }


def of_notice(notice: Notice) -> Row:
    about = _place(notice.comment) if notice.comment else {}
    what = notice.event.kind if notice.event else ""
    return {**about, "why": notice.reason, "decision": what, "at": notice.at, "seen": notice.seen_at}


def of_mail(mail: Mail) -> Row:
    about = _place(mail.comment) if mail.comment else {}
    return {**about, "to": mail.address, "why": mail.kind, "sent": mail.sent_at, "given_up": mail.failed_at}


def of_event(event: Event) -> Row:
    """Not who decided: that is for him to ask of the site, not for a file."""
    article = event.thread.article if event.thread else None
    return {
        "what": event.kind,
        "at": event.at,
        "address": address_of(article, event.comment_id) if article else "",
        "rule": event.rule,
        "reason": event.reason,
    }


def of_appeal(appeal: Appeal) -> Row:
    """As of events: not who decided."""
    place = _place(appeal.decision.comment) if appeal.decision.comment else {}
    return {
        **place,
        "against": appeal.decision.kind,
        "text": appeal.text,
        "at": appeal.at,
        "deadline": appeal.deadline_at,
        "outcome": appeal.outcome,
        "answer": appeal.answer,
        "decided": appeal.decided_at,
    }


def of_visit(visit: Visit) -> Row:
    return {"article": visit.thread.article.headline, "address": address_of(visit.thread.article), "at": visit.at}


def _place(comment: Comment) -> Row:
    article = comment.thread.article
    return {"article": article.headline, "address": address_of(article, comment.pk)}


def address_of(article: Article, comment: int | None = None) -> str:
    if comment:
        return settings.ORIGIN + reverse("discussion:comment", args=[article.slug, comment])
    return settings.ORIGIN + article.get_absolute_url()
