"""What may be a name. Handles identify, so they are plain and unique; display names are for reading and may
repeat, but nobody may be taken for one of the staff.
"""

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from people.lookalikes import mixes_scripts, skeleton

if TYPE_CHECKING:
    from people.models import User

# Called with the user inside the transaction that changes what stands beside his words: his name, the address of his
# page, whether he is staff.
changed: list[Callable[["User"], None]] = []

# Nobody signs up as one of these; accounts made by code may bear them.
RESERVED = (
    *("abuse", "admin", "administrator", "anonymous", "author", "broadsheet", "contact", "editor", "editorial"),
    *("editors", "everyone", "guest", "help", "info", "mail", "me", "mod", "moderation", "moderator", "moderators"),
    *("mods", "newsroom", "nobody", "null", "official", "owner", "postmaster", "press", "root", "security"),
    *("staff", "support", "sysadmin", "system", "team", "undefined", "webmaster"),
)
FORMER_READER = "Former reader"
FORMER_HANDLE = "former"

REFUSED_CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
# Letters, marks and a symbol that print nothing: fillers, a joiner, inherent vowels, the empty braille cell.
BLANKS = set("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
VARIATION_SELECTORS = {chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))}
ZWNJ, ZWJ = "\u200c", "\u200d"
VIRAMA = 9  # the combining class of the sign that joins consonants in the scripts of India
MARKS_IN_A_ROW = 2


def normal_handle(handle: str) -> str:
    return unicodedata.normalize("NFKC", handle).casefold().strip()


def normal_name(name: str) -> str:
    """One form for names that look the same: compatibility characters replaced, spaces collapsed."""
    name = unicodedata.normalize("NFKC", name)
    # Only spaces: split() without an argument would also take line breaks, which are to be refused.
    return " ".join(part for part in name.split(" ") if part)


def check_name(name: str) -> None:
    """Refuses what can hide, overflow or deceive in a display name. No query."""
    if any(_is_invisible(name, place) for place in range(len(name))):
        raise ValidationError(_("A name is one line without invisible characters."), code="invisible")
    if not any(unicodedata.category(character)[0] in "LN" for character in name):
        raise ValidationError(_("A name has at least one letter or digit."), code="empty")
    if _most_marks_in_a_row(name) > MARKS_IN_A_ROW:
        raise ValidationError(_("A name has at most two accents on a letter."), code="marks")
    if mixes_scripts(name):
        raise ValidationError(_("A word of a name is written in one alphabet."), code="mixed")


def check_not_reserved(name: str) -> None:
    """For what people choose themselves, handle or display name."""
    if skeleton(name) in {skeleton(reserved) for reserved in (*RESERVED, FORMER_READER)} or _is_former(name):
        raise ValidationError(_("This name is reserved. Please choose another."), code="reserved")


def check_not_of_staff(name: str, *, by: "User | None") -> None:
    """`by` wants the name; a member of the staff may bear his own. One query."""
    from people.models import User

    staff = User.objects.filter(is_staff=True)
    others = staff.exclude(pk=by.pk) if by else staff
    taken = others.values_list("handle", "display_name")
    if skeleton(name) in {skeleton(one) for names in taken for one in names}:
        raise ValidationError(_("This name is too like that of somebody who works here."), code="staff")


def check_not_of_anybody(name: str) -> None:
    """For who is no member: nobody who reads his words may take him for one, or for one of the staff. One query."""
    from people.models import User

    seen = skeleton(name)
    staff = User.objects.filter(is_staff=True).values_list("is_staff", "handle", "display_name")
    alike = User.objects.filter(Q(name_skeleton=seen) | Q(handle_skeleton=seen)).order_by()
    found = list(staff.order_by().union(alike.values_list("is_staff", Value(""), Value(""))))
    if seen in {skeleton(one) for is_staff, *names in found if is_staff for one in names}:
        raise ValidationError(_("This name is too like that of somebody who works here."), code="staff")
    if any(not is_staff for is_staff, *_names in found):
        raise ValidationError(
            _("A member of this site has this name, or one that looks like it. If it is you, log in."), code="member"
        )


@transaction.atomic
def change_display_name(*, user: "User", to: str) -> None:
    user.display_name = normal_name(to)
    user.full_clean(exclude=["password"])
    user.save(update_fields=["display_name", "name_skeleton"])
    tell(user)


def tell(user: "User") -> None:
    """In the transaction of the change."""
    for told in changed:
        told(user)


def _is_invisible(name: str, place: int) -> bool:
    character = name[place]
    if character in (ZWNJ, ZWJ):
        return not _joins(name, place)
    hidden = character in BLANKS or character in VARIATION_SELECTORS
    return hidden or unicodedata.category(character) in REFUSED_CATEGORIES


def _joins(name: str, place: int) -> bool:
    """Where spelling needs a joiner (RFC 5892, A.1 and A.2, the latter narrowed to Arabic letters)."""
    before, after = name[place - 1 : place], name[place + 1 : place + 2]
    if before and unicodedata.combining(before) == VIRAMA:
        return bool(after)
    return name[place] == ZWNJ and _is_arabic(before) and _is_arabic(after)


def _is_arabic(character: str) -> bool:
    return bool(character) and unicodedata.name(character, "").startswith("ARABIC LETTER")


def _most_marks_in_a_row(name: str) -> int:
    most = row = 0
    for character in name:
        row = row + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        most = max(most, row)
    return most


def _is_former(name: str) -> bool:
    handle = normal_handle(name)
    return handle.startswith(FORMER_HANDLE) and handle.removeprefix(FORMER_HANDLE).isdigit()
