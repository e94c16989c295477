"""What a worker of test_processes.py does: many verbs, in the proportions that it is told."""

import random
import time
import traceback
from collections import Counter
from uuid import UUID

from discussion.models import Comment, State, Thread, Voice
from discussion.moderating import last_act, move_branch, undo
from discussion.permissions import NotAllowed
from discussion.posting import edit_comment, post_comment, withdraw_comment
from discussion.voting import cast_vote, retract_vote


def work(*, seed, voice, threads, mix, count):
    writer = Writer(seed, voice, threads)
    kinds = writer.random.choices(list(mix), list(mix.values()), k=count)
    start = time.monotonic()
    for kind in kinds:
        writer.do(kind)
    return {**writer.acknowledged(), "seconds": time.monotonic() - start}


class Writer:
    """Remembers what the site acknowledged. Only it speaks with its voice, so that this is how things stay."""

    def __init__(self, seed, voice, threads):
        self.random = random.Random(seed)
        self.voice = Voice.objects.get(pk=voice)
        self.threads = list(Thread.objects.filter(pk__in=threads))
        self.posted = {}  # id: client id
        self.sources = {}
        self.withdrawn = []
        self.votes = {}
        self.outcomes = Counter()
        self.tracebacks = []

    def acknowledged(self):
        return {
            "posted": list(self.posted.items()),
            "sources": list(self.sources.items()),
            "withdrawn": self.withdrawn,
            "votes": list(self.votes.items()),
            "outcomes": self.outcomes,
            "tracebacks": self.tracebacks,
        }

    def do(self, kind):
        try:
            done = getattr(self, kind)()
        except NotAllowed:
            self.outcomes["refused"] += 1  # somebody withdrew the comment in between
        except Exception:  # noqa: BLE001  whatever it is, the test reads it
            self.tracebacks.append(traceback.format_exc())
        else:
            self.outcomes[kind if done else "nothing to do"] += 1

    def root(self):
        return self._post(self.random.choice(self.threads))

    def reply(self):
        parent = self._any(Comment.objects.filter(state=State.PUBLISHED))
        return parent and self._post(parent.thread, parent)

    def edit(self):
        comment = self._any(Comment.objects.filter(state=State.PUBLISHED, voice=self.voice))
        if comment:
            source = f"Worded anew: {self.random.random()}"
            edit_comment(comment=comment, by=self.voice, source=source, wording=comment.wording_count)
            self.sources[comment.pk] = source
        return comment

    def withdraw(self):
        comment = self._any(Comment.objects.filter(state=State.PUBLISHED, voice=self.voice))
        if comment:
            withdraw_comment(comment=comment, by=self.voice)
            self.withdrawn.append(comment.pk)
        return comment

    def vote(self):
        comment = self._any(Comment.objects.filter(state=State.PUBLISHED).exclude(voice=self.voice))
        if comment:
            value = self.random.choice([1, -1])
            cast_vote(comment=comment, by=self.voice, value=value)
            self.votes[comment.pk] = value
        return comment

    def retract(self):
        comment = self._any(Comment.objects.filter(state=State.PUBLISHED, votes__voice=self.voice))
        if comment:
            retract_vote(comment=comment, by=self.voice)
            del self.votes[comment.pk]
        return comment

    def move(self):
        """Of a moderator's."""
        reply = self._any(Comment.objects.filter(state=State.PUBLISHED, parent__isnull=False))
        return reply and move_branch(comment=reply, by=self.voice.user)

    def move_back(self):
        last = last_act(self.voice.user)
        return last and undo(last.batch, by=self.voice.user).done

    def _any(self, comments):
        """Read without a lock, as a page does: it may have changed when the verb comes to it."""
        pks = list(comments.filter(thread__in=self.threads).order_by("pk").values_list("pk", flat=True))
        return Comment.objects.select_related("thread").get(pk=self.random.choice(pks)) if pks else None

    def _post(self, thread, parent=None):
        form = UUID(int=self.random.getrandbits(128), version=4)
        source = f"Said: {self.random.random()}"
        comment = post_comment(thread=thread, by=self.voice, source=source, client_id=form, parent=parent)
        self.posted[comment.pk] = str(form)
        self.sources[comment.pk] = source
        return comment
