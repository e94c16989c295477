from django.db import models
from django.utils.translation import gettext_lazy as _


class Rule(models.TextChoices):
    """Why a comment should not stand: readers choose one when they report it, moderators when they take it down.
    The desk's keys 1 to 6 are these, in this order. Codes are stored, words may change.
    """

    ATTACK = "attack", _("Attacks a person")
    HATE = "hate", _("Hateful or discriminating")
    SPAM = "spam", _("Spam or advertising")
    OFF_TOPIC = "off_topic", _("Off topic")
    PRIVATE = "private", _("Tells private things of somebody")
    ILLEGAL = "illegal", _("Illegal content")
