"""The addresses of moderators, each with an object that is there: a part of every_url.py."""

from discussion.moderating.links import moderation_link

READ, ASK = {"GET", "HEAD"}, {"GET", "HEAD", "POST"}

OF_MODERATORS = {
    "discussion:appeals": (READ, lambda cast: []),
    "discussion:appeal_decision": (ASK, lambda cast: [cast.appeal.pk]),
    "discussion:pin": (ASK, lambda cast: [cast.comment.pk]),
    "discussion:root": (ASK, lambda cast: [cast.mail.comment_id]),
    "discussion:moderated_thread": (ASK, lambda cast: [cast.comment.thread_id]),
    "discussion:moderation": (READ, lambda cast: []),
    "discussion:moderation_comment": (READ, lambda cast: [cast.comment.pk]),
    "discussion:moderation_decision": ({"POST"}, lambda cast: [cast.comment.pk]),
    "discussion:moderation_claim": ({"POST"}, lambda cast: [cast.comment.pk]),
    "discussion:moderation_decisions": (ASK, lambda cast: []),
    "discussion:moderation_acts": (READ, lambda cast: []),
    "discussion:undo": ({"POST"}, lambda cast: [cast.decided]),
    "discussion:moderation_mails": ({"POST"}, lambda cast: []),
    "discussion:moderation_link": (ASK, lambda cast: [moderation_link(cast.hanging, cast.moderator).split("/")[-2]]),
    "discussion:log": (READ, lambda cast: []),
    "discussion:full_log": (READ, lambda cast: []),
    "discussion:numbers": (READ, lambda cast: []),
    "discussion:moderated_person": (ASK, lambda cast: [cast.ben.voice.pk]),
    "discussion:restrictions": (ASK, lambda cast: []),
}
