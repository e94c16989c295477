"""Any order of verbs, against a model in plain Python that knows nothing of trees and counters."""

from uuid import uuid4

import hypothesis
import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.db import transaction
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from discussion.mending import faults_of_all_trees
from discussion.models import Comment, Reader, State, Thread, Vote
from discussion.models.state import KEPT_FROM_READERS, TRANSITIONS
from discussion.permissions import NotAllowed
from discussion.posting import (
    EditConflict,
    change_state,
    edit_comment,
    post_comment,
    undo_withdrawal,
    withdraw_comment,
)
from discussion.voting import cast_vote, retract_vote
from tests.discussion.retelling import Said, Tale, row_of
from tests.discussion.soundness import assert_sound
from tests.factories import article, person, thread, voice

TREE_LIMIT = 8
VOICES = st.integers(0, 2)
THREADS = st.integers(0, 1)
WORDS = st.sampled_from(["Yes.", "No.", "*Perhaps.*"])


class Verbs(RuleBasedStateMachine):
    comments = Bundle("comments")

    def __init__(self, voices, moderator):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.voices = voices
        self.moderator = moderator
        self.threads = [thread(article(author=moderator)) for _ in range(2)]
        self.tale = Tale()

    def teardown(self):
        try:
            assert_sound()
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @initialize(target=comments)
    def begin(self):
        root = self.post_root(by=0, where=0, words="Well.")
        reply = self.reply(root, by=1, words="No.", stale=True)
        return multiple(root, reply, self.reply(reply, by=0, words="Yes.", stale=True))

    @rule(target=comments, by=VOICES, where=THREADS, words=WORDS)
    def post_root(self, by, where, words):
        return self.post(Said(self.threads[where].pk, self.voices[by].pk, words))

    @rule(target=comments, parent=comments, by=VOICES, words=WORDS, stale=st.booleans())
    def reply(self, parent, by, words, stale):
        said = Said(parent.thread, self.voices[by].pk, words, parent)
        to_himself = parent.state == State.SHADOWED and parent.voice == said.voice  # there nobody else reads it
        said.state = State.SHADOWED if to_himself else State.PUBLISHED
        fits = (to_himself or parent.state == State.PUBLISHED) and self.tale.size_of_tree(parent) < TREE_LIMIT
        return self.post(said, NotAllowed if not fits else None, stale)

    def post(self, said, refused=None, stale=True):
        parent = said.parent and self.instance(said.parent, stale)
        under = next(thread for thread in self.threads if thread.pk == said.thread)
        by = next(voice for voice in self.voices if voice.pk == said.voice)
        said.form = {"thread": under, "by": by, "source": said.source, "client_id": uuid4(), "parent": parent}
        seen = said.state == State.PUBLISHED  # what nobody else reads is no new version
        said.instance = self.attempt(said, lambda: post_comment(**said.form), refused, changes=seen)
        return multiple() if refused else self.tale.add(said)

    @rule(said=comments)
    def send_again(self, said):
        again = self.attempt(said, lambda: post_comment(**said.form), changes=False)
        assert again.pk == said.pk

    @rule(said=comments, by=VOICES, words=WORDS, behind=st.integers(0, 1), stale=st.booleans())
    def edit(self, said, by, words, behind, stale):
        by, comment = self.voices[by], self.instance(said, stale)
        changes = words != said.source
        refused = None
        if by.pk != said.voice or said.state not in (State.PUBLISHED, State.SHADOWED, State.HELD):
            refused = NotAllowed
        elif behind and changes:
            refused = EditConflict
        wording = said.wordings - behind
        self.attempt(
            said, lambda: edit_comment(comment=comment, by=by, source=words, wording=wording), refused, changes
        )
        if changes and not refused:
            said.source = words
            said.wordings += 1

    @rule(said=comments, by=VOICES, stale=st.booleans())
    def withdraw(self, said, by, stale):
        by, comment = self.voices[by], self.instance(said, stale)
        gone = said.state in (State.WITHDRAWN, State.ERASED)
        refused = NotAllowed if gone or by.pk != said.voice else None
        self.attempt(said, lambda: withdraw_comment(comment=comment, by=by), refused)
        if not refused:
            said.stood, said.state = said.state, State.WITHDRAWN

    @rule(said=comments, by=VOICES, stale=st.booleans())
    def undo(self, said, by, stale):
        by, comment = self.voices[by], self.instance(said, stale)
        refused = NotAllowed if said.state != State.WITHDRAWN or by.pk != said.voice else None
        self.attempt(said, lambda: undo_withdrawal(comment=comment, by=by), refused)
        if not refused:
            said.state = said.stood

    @rule(said=comments, to=st.sampled_from([state for state in State if state != State.WITHDRAWN]))
    def moderate(self, said, to):
        refused = None if to in TRANSITIONS[said.state] else NotAllowed

        @transaction.atomic
        def step():
            Thread.objects.lock(said.thread)
            change_state(Comment.objects.get(pk=said.pk), to)

        self.attempt(said, step, refused)
        if not refused:
            said.state = to

    @rule(said=comments, by=VOICES, value=st.sampled_from([1, -1, 0]), stale=st.booleans())
    def vote(self, said, by, value, stale):
        """0 takes it back."""
        by, comment = self.voices[by], self.instance(said, stale)
        refused = NotAllowed if said.state != State.PUBLISHED or by.pk == said.voice else None
        changes = said.votes.get(by.pk, 0) != value

        def verb():
            if value:
                return cast_vote(comment=comment, by=by, value=value)
            return retract_vote(comment=comment, by=by)

        self.attempt(said, verb, refused, changes)
        if not refused:
            said.votes = {**said.votes, by.pk: value}

    @invariant()
    def the_database_tells_the_same_tale(self):
        assert {comment.pk: row_of(comment) for comment in Comment.objects.all()} == self.tale.comments()
        assert {
            thread.pk: (thread.comment_count, thread.voice_count) for thread in Thread.objects.all()
        } == self.tale.threads([thread.pk for thread in self.threads])
        assert set(Vote.objects.values_list("comment", "voice", "value")) == self.tale.votes()

    @invariant()
    def readers_see_what_is_theirs(self):
        author = self.voices[0]
        published, kept = {State.PUBLISHED}, {State.PUBLISHED, *KEPT_FROM_READERS}
        for user, readable in (
            (AnonymousUser(), lambda said: said.state in published),
            (author.user, lambda said: said.state in (kept if said.voice == author.pk else published)),
            (self.moderator, lambda said: said.state in kept),
        ):
            visible = set(Comment.objects.visible_to(Reader(user)).values_list("pk", flat=True))
            assert visible == {said.pk for said in self.tale.told if readable(said)}

    @invariant()
    def trees_hold(self):
        assert list(faults_of_all_trees()) == []

    def instance(self, said, stale):
        return said.instance if stale else Comment.objects.get(pk=said.pk)

    def attempt(self, said, verb, refused=None, changes=True):
        """Does it, or sees it refused; and watches the versions of all threads."""
        before = self.read_versions()
        if refused:
            with pytest.raises(refused):
                verb()
            result = None
        else:
            result = verb()
        after = self.read_versions()
        grown = {pk for pk in after if after[pk] > before[pk]}
        assert grown == ({said.thread} if changes and not refused else set())
        assert all(after[pk] >= before[pk] for pk in after)
        return result

    def read_versions(self):
        return dict(Thread.objects.values_list("pk", "version"))


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))  # of one seed many examples are alike
def test_verbs_in_any_order(settings, seed):
    settings.TREE_LIMIT = TREE_LIMIT
    moderator = person(is_staff=True)
    moderator.user_permissions.add(Permission.objects.get(codename="moderate"))
    voices = [voice() for _ in range(3)]
    run_state_machine_as_test(
        hypothesis.seed(seed)(lambda: Verbs(voices, moderator)),
        settings=hypothesis.settings(
            max_examples=20,
            stateful_step_count=25,
            database=None,
            deadline=None,
            phases=[Phase.generate],  # add Phase.shrink to a failure: it takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
