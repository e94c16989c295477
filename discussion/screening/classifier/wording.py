"""Features as people read them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LONGEST = 40


def in_words(feature: str) -> str:
    """One feature, with the words of a comment in quotation marks."""
    kind, _colon, words = feature.partition(":") if feature[1:2] == ":" else ("c", "", feature)
    if kind == "f":
        return _fact(words)
    quoted = {"words": words.strip()[:LONGEST]}
    if kind == "c":
        return _("“%(words)s” in a word") % quoted
    return _("“%(words)s”") % quoted


def _fact(name: str) -> str:
    fact, _space, value = name.partition(" ")
    number = int(value or 0)
    said = {"newcomer": _("a newcomer"), "exclaims": _("exclamation marks in a row"), "money": _("a sign of money")}
    if fact in said:
        return said[fact]
    if fact == "links":
        at_least = ngettext("%(number)d link or more", "%(number)d links or more", number) % {"number": number}
        return at_least if number else _("no link")
    if fact == "capitals":
        return _("a share of capitals from %(number)d %% on") % {"number": number * 10}
    return ngettext("a length from %(number)d letter on", "a length from %(number)d letters on", number) % {
        "number": number
    }
