"""What somebody says of himself: his name and a few words that stand on his page."""

import unicodedata

from django.db import transaction

from people.models import User
from people.names import change_display_name

LINE_BREAK = "\n"


def plain_words(text: str) -> str:
    """Without characters that control a terminal; line breaks of one kind, and at most one empty line in a row."""
    text = text.replace("\r\n", LINE_BREAK).replace("\r", LINE_BREAK).replace("\t", " ")
    kept = "".join(one for one in text if one == LINE_BREAK or unicodedata.category(one) not in ("Cc", "Cs"))
    lines = [line.rstrip() for line in kept.strip().split(LINE_BREAK)]
    return LINE_BREAK.join(line for place, line in enumerate(lines) if line or lines[place - 1])


@transaction.atomic
def describe_oneself(*, user: User, display_name: str, about: str) -> None:
    if user.about != about:
        user.about = about
        user.save(update_fields=["about"])
    if user.display_name != display_name:
        change_display_name(user=user, to=display_name)
