from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "discussion"
    verbose_name = _("Discussion")

    def ready(self) -> None:
        """Puts the discussion into what lower packages offer; they know no one who is in it."""
        from articles.beside import BESIDE
        from articles.front import TOLD_OF_STORIES
        from articles.models.article import READ_WITH_ARTICLES
        from articles.opening import OPENED
        from articles.rounds import ROUNDS, THEIRS, Round
        from articles.saving import BEFORE, SAVED
        from articles.waiting import register
        from discussion.admin.asking import asking
        from discussion.admin.losing import losing
        from discussion.admin.waiting import held_comments, newest_comments
        from discussion.guests.footprints import forget_footprints
        from discussion.guests.proving import erase_never_confirmed
        from discussion.leaving import leave, rename
        from discussion.models import Thread
        from discussion.moderating.chain import chain, chain_stragglers
        from discussion.moderating.restrictions import lift_expired
        from discussion.moderating.shadows import go_on
        from discussion.notifications.delivery import deliver
        from discussion.notifications.tidying import tidy
        from discussion.passages import carry_passages
        from discussion.reactions import QUEUE, carry_out, follow, take_up_what_was_lost
        from discussion.restricting import unwelcome
        from discussion.screening.classifier.measuring import measure
        from discussion.screening.classifier.training import train_when_due
        from discussion.screening.keeping import forget_stopped
        from discussion.views.opening import open_discussion
        from people.closing import CLOSING
        from people.names import changed
        from people.recognizing import READ_WITH_USERS
        from people.welcoming import UNWELCOME

        if "thread" in READ_WITH_ARTICLES:
            return
        READ_WITH_ARTICLES.append("thread")
        TOLD_OF_STORIES.append("thread__comment_count")
        READ_WITH_USERS.append("voice")
        CLOSING.append(leave)
        UNWELCOME.append(unwelcome)
        SAVED.append(Thread.objects.for_writing)  # so that an editor can close it before anybody has spoken
        SAVED.append(carry_passages)
        BEFORE.append(losing)
        BESIDE.append(asking)
        OPENED.append(open_discussion)
        THEIRS.append(QUEUE)
        ROUNDS += [Round(carry_out), Round(deliver), Round(take_up_what_was_lost, every=60), Round(tidy, every=3600)]
        ROUNDS += [Round(forget_footprints, every=3600), Round(erase_never_confirmed, every=600)]
        ROUNDS += [Round(forget_stopped, every=3600), Round(measure, every=3600), Round(train_when_due, every=3600)]
        ROUNDS += [Round(lift_expired, every=60), Round(go_on, every=1)]
        ROUNDS += [Round(chain, every=2), Round(chain_stragglers, every=3600)]
        changed.append(rename)
        follow()
        register(held_comments)
        register(newest_comments)
