"""What a worker of test_moderators_storms.py does: it speaks, decides, and takes back what it decided."""

import time

from discussion.models import Comment, Rule, Voice
from discussion.moderating import ACTS, last_act, moderate, undo
from tests.discussion.writing import Writer


def work(*, seed, voice, threads, mix, count):
    moderator = Moderator(seed, voice, threads)
    kinds = moderator.random.choices(list(mix), list(mix.values()), k=count)
    start = time.monotonic()
    for kind in kinds:
        moderator.do(kind)
    return {**moderator.acknowledged(), "seconds": time.monotonic() - start}


class Moderator(Writer):
    def __init__(self, seed, voice, threads):
        super().__init__(seed, voice, threads)
        self.user = Voice.objects.select_related("user").get(pk=voice).user

    def decide(self):
        act = self.random.choice(list(ACTS.values()))
        fitting = Comment.objects.filter(state__in=act.on, thread__in=self.threads).exclude(voice=self.voice)
        pks = list(fitting.order_by("pk").values_list("pk", flat=True))
        chosen = self.random.sample(pks, min(len(pks), self.random.randint(1, 5)))
        return bool(chosen) and bool(moderate(chosen, act, by=self.user, rule=Rule.SPAM).done)

    def undo(self):
        last = last_act(self.user)
        return last is not None and bool(undo(last.batch, by=self.user).done)
