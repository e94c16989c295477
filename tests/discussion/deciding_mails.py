"""Moderators decide, the window in which they could undo it passes, and mails leave."""

from django.contrib.auth.models import Permission

from discussion.models import Report
from discussion.moderating import ACTS, moderate
from discussion.notifications.inbox import notices_of
from discussion.notifications.pacing import UNDO_SECONDS
from tests.discussion.mailing import later, work
from tests.factories import person


def moderator(handle=None):
    """By a permission of his own: tests that commit have no roles."""
    user = person(handle, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="moderate"))
    return user


def decide(act, *comments, by, rule="attack", reason="It calls somebody names.", **more):
    outcome = moderate([comment.pk for comment in comments], ACTS[act], by=by, rule=rule, reason=reason, **more)
    assert len(outcome.done) == len(comments)
    return outcome.batch


def let_it_stand():
    """The window passes, and everything leaves that is due then."""
    work()
    later(seconds=UNDO_SECONDS + 1)
    work()


def reported(comment, by, rule="spam"):
    report = Report.objects.create(comment=comment, voice=by, rule=rule)
    type(comment).objects.filter(pk=comment.pk).update(report_count=comment.reports.count(), report_weight=100)
    return report


def told(voice):
    """What stands in his inbox of decisions."""
    return [notice.event.kind for notice in notices_of(voice) if notice.event]


def body(message):
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def looks(message):
    return message.get_body(("html",)).get_content()
