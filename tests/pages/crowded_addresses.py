"""The pages of a crowded site, each with who reads it: "nobody", "member", "moderator" or "chief"."""

from uuid import uuid4

from django.urls import reverse

from articles.models import Article
from discussion.conversation.cursor import Cursor, key_of
from discussion.models import Appeal, Comment, Event, LogEntry, Notice, State, Thread, Voice
from discussion.ranking import SORTS
from people.models import User

EVERYBODY = ("nobody", "member", "moderator")
QUEUES = ("reported", "held", "new", "all")


def addresses(crowd):
    """(who, address) of each."""
    yield from ((who, page) for page in _discussions(crowd) for who in EVERYBODY)
    yield from ((who, page) for page in _elsewhere(crowd) for who in EVERYBODY)
    yield from (("member", page) for page in _of_the_member(crowd))
    yield from (("moderator", page) for page in _of_moderators(crowd))
    yield from (("chief", page) for page in _of_the_newsroom(crowd))


def _discussions(crowd):
    article = reverse("articles:article", args=[crowd.slug])
    thread = Thread.objects.get(pk=crowd.thread)
    roots = Comment.objects.of_thread(thread).roots().filter(state=State.PUBLISHED)
    middle = roots.order_by("pk")[roots.count() // 2]
    last = roots.order_by("-pk")[20]
    replies = Comment.objects.filter(parent=crowd.root).order_by("pk")
    for name, sort in SORTS.items():
        yield f"{article}?sort={name}"
        for root in (middle, last):
            yield f"{article}?sort={name}&after={Cursor(thread.version, key_of(sort.roots, root), root.pk)}"
        yield f"{article}?sort={name}&after={Cursor(thread.version - 1500, key_of(sort.roots, middle), middle.pk)}"
        yield f"{article}comments/{crowd.root}/?sort={name}"
        reply = replies[replies.count() // 2]
        cursor = Cursor(thread.version, key_of(sort.replies, reply), reply.pk)
        yield f"{article}comments/{crowd.root}/?sort={name}&after={cursor}"
        yield f"/comments/{crowd.root}/replies?sort={name}"
    yield f"{article}?picks=1"
    yield f"{article}?feedback=1"
    yield f"{article}comments/{crowd.deep}/"
    yield f"{article}comments/{middle.pk}/"
    yield reverse("discussion:comments", args=[crowd.slug])
    yield reverse("discussion:passages", args=[crowd.slug])
    hanging = Comment.objects.of_thread(thread).exclude(passage=None).first()
    yield reverse("discussion:passage", args=[crowd.slug, hanging.passage_id])
    edited = Comment.objects.filter(state=State.PUBLISHED).last()
    yield reverse("discussion:wordings", args=[edited.pk])
    for behind in (5, 4000):
        for show in ("", "&show=1"):
            yield f"{reverse('discussion:changes', args=[crowd.thread])}?since={thread.version - behind}{show}"
    yield reverse("articles:version", args=[crowd.slug, 1])


def _elsewhere(crowd):
    yield "/"
    yield "/articles/crowd-0/"
    for page in ("/sections/crowd-1/", "/tags/crowd-1/"):
        yield page
        yield f"{page}?page=2"
    member = User.objects.get(handle=crowd.member).voice
    said = Comment.objects.filter(voice=member).order_by("pk")
    person = reverse("discussion:person", args=[crowd.member])
    yield person
    for comment in (said[said.count() // 2], said[3]):
        yield f"{person}?after={Cursor(0, key_of(SORTS['newest'].roots, comment), comment.pk)}"
    yield reverse("discussion:person", args=["crowd_1"])
    yield reverse("discussion:log")
    yield f"{reverse('discussion:log')}?act=hidden"
    yield f"{reverse('discussion:log')}?article={crowd.slug}"
    yield f"{reverse('discussion:log')}?before={LogEntry.objects.get(number=30).event_id}"
    yield "/healthz"
    yield "/accounts/login/"


def _of_the_member(crowd):
    member = User.objects.get(handle=crowd.member).voice
    yield "/inbox/"
    notices = Notice.objects.filter(voice=member).order_by("pk")
    yield f"/inbox/?before={notices[notices.count() // 2].pk}"
    yield "/subscriptions/"
    yield "/accounts/export/"
    yield "/mine/"
    yield "/accounts/name/"
    yield "/accounts/email/"
    yield f"/people/?starts=crowd&thread={crowd.thread}"
    yield "/people/?starts=re"
    own = Comment.objects.filter(voice=member)
    yield reverse("discussion:wording", args=[own.filter(state=State.PUBLISHED).first().pk])
    yield reverse("discussion:standing", args=[own.filter(state=State.HIDDEN).first().pk])
    yield reverse("discussion:vote", args=[crowd.deep])
    yield reverse("discussion:report", args=[crowd.deep])
    yield reverse("discussion:comment_subscription", args=[crowd.deep])
    yield reverse("discussion:thread_subscription", args=[crowd.thread])


def _of_moderators(crowd):
    for queue in QUEUES:
        yield f"/moderation/?queue={queue}"
        yield f"/moderation/?queue={queue}&q=bridge"
        yield f"/moderation/?queue={queue}&q=crowd_member"
    held = Comment.objects.filter(state=State.HELD).order_by("pk")
    by_member = Comment.objects.filter(voice__user__handle=crowd.member, state=State.HELD).first()
    for comment in (held.first(), by_member):
        yield f"{reverse('discussion:moderation_comment', args=[comment.pk])}?queue=held"
    for queue in QUEUES:
        yield f"/moderation/decisions/?queue={queue}&comment={held.first().pk}"
    member, moderator = (User.objects.get(handle=handle).voice for handle in (crowd.member, crowd.moderator))
    yield reverse("discussion:moderation_acts")
    yield reverse("discussion:full_log")
    yield f"{reverse('discussion:full_log')}?act=pinned"
    yield f"{reverse('discussion:full_log')}?article={crowd.slug}"
    yield f"{reverse('discussion:full_log')}?before={Event.objects.filter(kind='kept').first().pk}"
    yield reverse("discussion:numbers")
    yield reverse("discussion:moderated_person", args=[member.pk])
    yield reverse("discussion:moderated_person", args=[moderator.pk])
    yield reverse("discussion:moderated_thread", args=[crowd.thread])
    yield reverse("discussion:restrictions")
    yield reverse("discussion:appeals")
    yield reverse("discussion:appeal_decision", args=[Appeal.objects.filter(outcome="open").first().pk])
    yield reverse("discussion:root", args=[crowd.deep])
    yield reverse("discussion:pin", args=[crowd.root])


def _of_the_newsroom(crowd):
    member = Voice.objects.get(user__handle=crowd.member)
    yield "/admin/"
    comments = "/admin/discussion/comment/"
    lists = ["discussion/voice", "discussion/event", "discussion/thread", "discussion/stopped", "people/user"]
    lists += ["articles/article", "articles/photo", "articles/tag"]
    for page in (comments, *(f"/admin/{one}/" for one in lists)):
        yield page
        yield f"{page}?p=3"
        yield f"{page}?q=crowd"
    for state in ("held", "published", "hidden"):
        yield f"{comments}?state__exact={state}"
    for filtered in ("picked=1", "on_passage=1", "on_passage=lost", "section=crowd-1", f"thread={crowd.thread}"):
        yield f"{comments}?{filtered}"
    yield f"{comments}?voice__id__exact={member.pk}"
    yield f"{comments}?posted_at__gte=2026-01-01+00:00:00Z&posted_at__lt=2026-01-08+00:00:00Z"
    yield f"{comments}?o=6"
    yield f"{comments}{crowd.deep}/change/"
    yield f"/admin/discussion/voice/{member.pk}/change/"
    yield f"/admin/discussion/thread/{crowd.thread}/change/"
    yield "/admin/discussion/event/?kind__exact=hidden"
    article = Article.objects.get(slug=crowd.slug)
    yield f"/admin/articles/article/{article.pk}/change/"
    yield f"/admin/articles/article/{article.pk}/history/"
    yield f"/admin/people/user/{member.user_id}/change/"
    yield "/admin/discussion/screeningrule/"


def writes(crowd):
    """(who, address, form) of what readers and moderators send."""
    member, other = Voice.objects.get(user__handle=crowd.member), Voice.objects.get(user__handle="crowd_1")
    thread = Thread.objects.get(pk=crowd.thread)
    article = reverse("discussion:comments", args=[crowd.slug])
    words = {"source": "Something that nobody has said before.", "client_id": str(uuid4())}
    yield "member", article, words
    yield "member", article, {**words, "client_id": str(uuid4()), "parent": crowd.deep}
    not_his = Comment.objects.of_thread(thread).filter(state=State.PUBLISHED).exclude(voice=member).last()
    yield "member", reverse("discussion:vote", args=[not_his.pk]), {"value": "1"}
    yield "member", reverse("discussion:report", args=[not_his.pk]), {"rule": "spam", "wording": "0"}
    yield "member", reverse("discussion:visit", args=[crowd.thread]), {"version": str(thread.version)}
    yield "member", reverse("discussion:mute", args=[other.pk]), {"value": "1"}
    held = Comment.objects.filter(state=State.HELD).first()
    yield "moderator", reverse("discussion:moderation_decision", args=[held.pk]), {"act": "approve", "queue": "held"}
