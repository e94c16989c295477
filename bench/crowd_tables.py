"""The tables of a crowd: one INSERT ... SELECT each, over rows that say which trees there are. Indexes are made afterwards."""

from django.core.management.color import no_style
from django.db import connection

from bench.crowd_plan import plan
from bench.crowd_sql import execute, insert, made, without_checks, without_indexes

CAST = 2654435761  # mixes the ids of comments into those of voices
COMMON = ("discussion_event", "discussion_verdict", "discussion_vote", "discussion_notice")


def fill(cast, numbers, chance):
    from discussion.models import Comment, Event, Verdict

    first, first_event, first_verdict = (_after(model) for model in (Comment, Event, Verdict))
    names = {
        "first": first,
        "voices": cast.voices,
        "members": cast.voices // 2,
        "voice": cast.first_voice,
        "member": cast.member,
        "moderator": cast.moderator,
        "large": cast.large,
        "event": first_event - first,
        "verdict": first_verdict - first,
        "screened": first + numbers.comments * 6 // 10,
        "passage": cast.passages[0],
        "passages": len(cast.passages),
        "cast": CAST,
        "count": numbers.comments,
        "threads": max(1, cast.large - cast.threads[0][0] - 1),
        **_dialect(),
    }
    with without_checks(), without_indexes("discussion_comment", *COMMON):
        plan(cast, numbers, chance, first)
        _comments(names)
        tell_the_planner("discussion_comment")  # all others are made of these
        _votes(names)
        _reports(names)
        _events(names)
        _verdicts(names)
        _notices(names)
        _mails(names)
    _followers(names)
    _threads(names)
    _log()


def finish():
    """Numbers of the next rows, and what the planner knows of these."""
    from django.apps import apps

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval('discussion_tree_id', (SELECT max(tree_id) + 1 FROM discussion_comment))")
    tell_the_planner()


def tell_the_planner(table=""):
    """How much there is, as PostgreSQL's own workers would; a site of ours never asks SQLite to."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {table}")


def _comments(names):
    from discussion.models import Comment

    insert(
        Comment,
        "crowd_tree t JOIN crowd_shape n ON n.shape = t.shape JOIN crowd_text w ON w.words = n.words ORDER BY 1",
        names,
        id="t.first + n.node",
        parent_id="t.first + n.parent",
        thread_id="t.thread",
        tree_id="t.tree",
        lft="n.lft",
        rght="n.rght",
        level="n.level",
        passage_id="CASE WHEN t.thread = {large} AND n.node = 0 AND t.tree % 9 = 0 THEN {passage} + t.tree % {passages} END",
        voice_id="CASE WHEN n.state = 'unproved' THEN {voice} + {members} + (t.first + n.node) % {members}"
        " WHEN (t.first + n.node) % 20 = 0 THEN {member}"
        " ELSE {voice} + (t.first + n.node) * {cast} % {voices} END",
        client_id="{uuid}",
        source="CASE WHEN n.state = 'erased' THEN '' ELSE w.source END",
        html="CASE WHEN n.state = 'erased' THEN '' ELSE w.html END",
        renderer="w.renderer",
        state="n.state",
        posted_at="{posted}",
        carried_up="n.carried_up",
        carried_down="n.carried_down",
        up="n.up",
        down="n.down",
        score="n.score",
        best="n.best",
        reply_count="n.replies",
        descendant_count="n.descendants",
        appeared="t.before + n.node + 1",
        picked_at="CASE WHEN n.node = 0 AND n.state = 'published' AND t.tree % 400 = 0 THEN {posted} END",
        pinned_at="CASE WHEN n.node = 0 AND n.state = 'published' AND t.tree % 9000 = 1 THEN {posted} END",
        report_count="n.reports",
        report_weight="n.reports * 100",
        wording_count="0",
    )


def _votes(names):
    """The voices after the author's own, in their row; of one in twenty the member's instead of the first."""
    from discussion.models import Vote, VoteChange

    made("crowd_nth", {"nth": "integer"}, [(nth,) for nth in range(20)])
    insert(
        Vote,
        "crowd_tree t JOIN crowd_shape n ON n.shape = t.shape JOIN crowd_nth j ON j.nth < n.cast_up + n.cast_down",
        names,
        comment_id="t.first + n.node",
        thread_id="t.thread",
        voice_id="CASE WHEN j.nth = 0 AND (t.first + n.node) % 10 = 3 THEN {member}"
        " ELSE {voice} + ((t.first + n.node) * {cast} + 1 + j.nth) % {voices} END",
        value="CASE WHEN j.nth < n.cast_up THEN 1 ELSE -1 END",
        cast_at="{posted}",
    )
    insert(
        VoteChange,
        "(SELECT comment_id, value, ROW_NUMBER() OVER (ORDER BY id DESC) AS nth FROM discussion_vote"
        " WHERE comment_id IN (SELECT id FROM discussion_comment WHERE thread_id = {large})) v WHERE v.nth <= 2000",
        names,
        thread_id="{large}",
        comment_id="v.comment_id",
        version="{large_count} + 2001 - v.nth",
        up="CASE WHEN v.value = 1 THEN 1 ELSE 0 END",
        down="CASE WHEN v.value = 1 THEN 0 ELSE 1 END",
    )


def _reports(names):
    """Those that are open, and four times as many that were decided."""
    from discussion.models import Report

    whole = "crowd_tree t JOIN crowd_shape n ON n.shape = t.shape"
    reporter = "{voice} + ((t.first + n.node) * {cast} + 30 + j.nth) % {voices}"
    rule = "CASE (t.first + n.node) % 3 WHEN 0 THEN 'attack' WHEN 1 THEN 'spam' ELSE 'off_topic' END"
    known = {"comment_id": "t.first + n.node", "voice_id": reporter, "rule": rule, "at": "{posted}"}
    insert(Report, f"{whole} JOIN crowd_nth j ON j.nth < n.reports", names, **known)
    decided = f"{whole} JOIN crowd_nth j ON j.nth = 9 WHERE (t.first + n.node) % 60 = 1"
    insert(
        Report,
        decided,
        names,
        **known,
        outcome="CASE (t.first + n.node) % 180 WHEN 1 THEN 'upheld' ELSE 'dismissed' END",
    )


def _events(names):
    """That each was posted, and what moderators decided."""
    from discussion.models import Appeal, Event

    told = {"comment_id": "c.id", "thread_id": "c.thread_id", "about_id": "c.voice_id"}
    insert(
        Event, "discussion_comment c WHERE c.id >= {first}", names,
        id="c.id + {event}", kind="'posted'", at="c.posted_at", by_id="c.voice_id", **told,
    )  # fmt: skip
    insert(
        Event, "discussion_comment c WHERE c.id >= {first} AND (c.state IN ('refused', 'hidden', 'spam') OR c.id % 90 = 7)", names,
        id="c.id + {event} + {count}", at="c.posted_at", by_id="{moderator}", rule="'attack'", reason="'As the rules say.'",
        kind="CASE WHEN c.state IN ('refused', 'hidden', 'spam') THEN c.state ELSE 'kept' END", was="'published'",
        batch="{batch}", **told,
    )  # fmt: skip
    insert(
        Appeal, "discussion_event e WHERE e.kind = 'hidden' AND e.id % 8 = 0", names,
        decision_id="e.id", voice_id="e.about_id", text="'I meant no harm.'", at="e.at", deadline_at="e.at",
        outcome="CASE WHEN e.id % 5 = 0 THEN 'open' WHEN e.id % 3 = 0 THEN 'granted' ELSE 'denied' END",
        decided_at="CASE WHEN e.id % 5 = 0 THEN NULL ELSE e.at END",
        decided_by_id="CASE WHEN e.id % 5 = 0 THEN NULL ELSE {moderator} END",
    )  # fmt: skip


def _verdicts(names):
    """Since screening was set up."""
    from discussion.models import Objection, Verdict

    says = "CASE WHEN c.state IN ('refused', 'spam') THEN 'refuse' WHEN c.state = 'held' THEN 'hold' ELSE 'publish' END"
    bands = {f"band_{band}": f"c.id * {CAST + band} % 1099511627776" for band in range(1, 5)}
    insert(
        Verdict, "discussion_comment c WHERE c.id >= {screened}", names,
        id="c.id + {verdict}", comment_id="c.id", voice_id="c.voice_id", thread_id="c.thread_id", at="c.posted_at",
        says=says, **bands,
    )  # fmt: skip
    insert(
        Objection, "discussion_verdict v WHERE v.id >= {screened} + {verdict} AND (v.says <> 'publish' OR v.id % 40 = 0)", names,
        verdict_id="v.id", code="CASE v.id % 3 WHEN 0 THEN 'links' WHEN 1 THEN 'words' ELSE 'classifier' END",
        says="CASE WHEN v.says = 'publish' THEN 'hold' ELSE v.says END", shadow="v.says = 'publish'", at="v.at",
    )  # fmt: skip


def _notices(names):
    """Members hear of who answers them."""
    from discussion.models import Notice

    answers = "discussion_comment c JOIN discussion_comment p ON p.id = c.parent_id WHERE c.id >= {first}"
    insert(
        Notice,
        answers + " AND c.state = 'published' AND c.voice_id <> p.voice_id AND p.voice_id < {voice} + {members}",
        names,
        voice_id="p.voice_id",
        comment_id="c.id",
        reason="'mine'",
        at="c.posted_at",
        seen_at="CASE WHEN c.id % 12 > 0 THEN c.posted_at END",
    )


def _mails(names):
    """What left of late, what is to leave, and what could not."""
    from discussion.models import Mail

    insert(
        Mail,
        "discussion_notice n WHERE n.comment_id >= {first} AND n.id % 20 = 0",
        names,
        voice_id="n.voice_id",
        comment_id="n.comment_id",
        kind="'mine'",
        pace="'at_once'",
        address="'crowd' || n.voice_id || '@example.org'",
        due_at="n.at",
        sent_at="CASE WHEN n.id % 1000 <> 0 THEN n.at END",
        failed_at="CASE WHEN n.id % 3000 = 0 THEN n.at END",
    )


def _followers(names):
    """Who follows the large discussion, who another one, and what the member has seen and muted."""
    from discussion.models import Mute, Subscription, Visit

    members = "discussion_voice v WHERE v.id >= {voice} AND v.id < {voice} + {members}"
    follow = {"voice_id": "v.id", "kind": "'thread'", "pace": "CASE v.id % 3 WHEN 0 THEN 'daily' ELSE 'at_once' END"}
    insert(Subscription, members + " AND v.id % 40 = 0", names, thread_id="{large}", **follow)
    other = "(SELECT id FROM discussion_thread WHERE id <= {large} - 1 - v.id % {threads} ORDER BY id DESC LIMIT 1)"
    insert(Subscription, members + " AND v.id % 2 = 0", names, thread_id=other, **follow)
    insert(Subscription, members, names, thread_id=other, voice_id="v.id", kind="'mine'")
    himself = "(SELECT user_id FROM discussion_voice WHERE id = {member})"
    insert(Visit, "discussion_thread t WHERE t.id % 3 = 0", names, user_id=himself, thread_id="t.id", version="3")
    insert(Mute, members + " AND v.id % 200 = 1", names, user_id=himself, voice_id="v.id")


def _threads(names):
    published = (
        "SELECT COUNT({}) FROM discussion_comment c WHERE c.thread_id = discussion_thread.id AND c.state = 'published'"
    )
    execute(
        "UPDATE discussion_thread SET comment_count = (" + published.format("*") + "),"
        " voice_count = (" + published.format("DISTINCT c.voice_id") + "),"
        " version = 3000 + (SELECT COUNT(*) FROM discussion_comment c WHERE c.thread_id = discussion_thread.id)"
    )
    for name in ("crowd_tree", "crowd_shape", "crowd_text", "crowd_nth"):
        execute(f"DROP TABLE {name}")


def _log():
    from discussion.moderating.chain import chain

    while chain():
        pass


def _dialect():
    if connection.vendor == "postgresql":
        posted = "t.begun + n.node * t.step * interval '1 second'"
        uuid = "lpad(to_hex({}), 32, '0')::uuid"
    else:
        posted = "datetime(t.begun, '+' || (n.node * t.step) || ' seconds')"
        uuid = "printf('%032x', {})"
    return {"posted": posted, "uuid": uuid.format("t.first + n.node"), "batch": uuid.format("c.id / 3")}


def _after(model):
    newest = model.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (newest or 0) + 1
