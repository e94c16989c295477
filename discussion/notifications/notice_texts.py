"""What people are told of decisions, in the product's words or in the site's own: a text with placeholders. Nothing
is looked up in what is put in, and what is put in is never read for placeholders itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from discussion.models import NoticeText

Kind = NoticeText.Kind
PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")

# What each stands for. A paragraph with one that has nothing to say is left out.
PLACEHOLDERS: dict[str, Promise] = {
    "comment": _("how the comment begins; alone in a paragraph it is set as a quotation"),
    "headline": _("the headline of the article"),
    "rule": _("the rule, in words"),
    "reason": _("the moderator’s words, or his answer to an appeal"),
    "appeal": _("the link to appeal, as long as that is possible"),
    "link": _("the link to the comment, where readers can see it"),
    "decision": _("what he had been told, where that was taken back"),
    "restriction": _("what a restriction is"),
    "until": _("when a restriction or a suspension ends"),
    "site": _("the name of the site"),
}

HEADINGS: dict[str, Promise] = {
    Kind.REFUSED: _("Your comment was rejected"),
    Kind.HIDDEN: _("Your comment was taken down"),
    Kind.APPROVED: _("Your comment is published"),
    Kind.WARNED: _("A warning from the moderators"),
    Kind.RESTRICTED: _("What you can do here was restricted"),
    Kind.SUSPENDED: _("Your account is suspended"),
    Kind.APPEAL_GRANTED: _("Your appeal was granted"),
    Kind.APPEAL_DENIED: _("Your appeal was denied"),
    Kind.REPORT_UPHELD: _("What you reported was taken down"),
    Kind.REPORT_DISMISSED: _("What you reported stays"),
    Kind.COMMENT_UNDONE: _("The decision about your comment was taken back"),
    Kind.PERSON_UNDONE: _("A decision about you was taken back"),
    Kind.REPORT_UNDONE: _("The decision about what you reported was taken back"),
}

TEXTS: dict[str, Promise] = {
    Kind.REFUSED: _(
        "A moderator rejected your comment under “{headline}”:\n\n{comment}\n\n"
        "The rule: {rule}\n\nThe moderator’s words: {reason}\n\n"
        "If you think that this is wrong, another moderator will look at it: {appeal}"
    ),
    Kind.HIDDEN: _(
        "A moderator took down your comment under “{headline}”:\n\n{comment}\n\n"
        "The rule: {rule}\n\nThe moderator’s words: {reason}\n\n"
        "If you think that this is wrong, another moderator will look at it: {appeal}"
    ),
    Kind.APPROVED: _("Your comment under “{headline}” was reviewed. Everybody can read it now:\n\n{comment}\n\n{link}"),
    Kind.WARNED: _(
        "Please keep to the rules of {site}. Moderators noticed something that should not happen again.\n\n"
        "Your comment under “{headline}”:\n\n{comment}\n\n"
        "The rule: {rule}\n\nThe moderator’s words: {reason}"
    ),
    Kind.RESTRICTED: _(
        "Moderators restricted what you can do on {site}.\n\n{restriction}\n\nThis ends: {until}\n\n"
        "The rule: {rule}\n\nThe moderator’s words: {reason}"
    ),
    Kind.SUSPENDED: _(
        "Moderators suspended your account on {site}.\n\nYou cannot log in before this time: {until}\n\n"
        "The moderator’s words: {reason}"
    ),
    Kind.APPEAL_GRANTED: _(
        "Another moderator looked at your comment under “{headline}” again. You were right: it is published.\n\n"
        "{comment}\n\nThe answer: {reason}\n\n{link}"
    ),
    Kind.APPEAL_DENIED: _(
        "Another moderator looked at your comment under “{headline}” again. The decision stands.\n\n"
        "{comment}\n\nThe answer: {reason}"
    ),
    Kind.REPORT_UPHELD: _(
        "You reported a comment under “{headline}”. A moderator looked at it and took it down. Thank you.\n\n"
        "What you said was wrong with it: {rule}"
    ),
    Kind.REPORT_DISMISSED: _(
        "You reported a comment under “{headline}”. A moderator looked at it and found that it can stay. Thank you all "
        "the same.\n\nWhat you said was wrong with it: {rule}\n\n{link}"
    ),
    Kind.COMMENT_UNDONE: _(
        "The decision about your comment under “{headline}” was taken back:\n\n{comment}\n\n"
        "What we had written no longer holds: “{decision}”.\n\n{link}"
    ),
    Kind.PERSON_UNDONE: _(
        "The moderators of {site} took back a decision about you.\n\nWhat we had written no longer holds: “{decision}”."
    ),
    Kind.REPORT_UNDONE: _(
        "The decision about the comment that you reported under “{headline}” was taken back: a moderator will look at "
        "it again.\n\nWhat we had written no longer holds: “{decision}”.\n\n{link}"
    ),
}


@dataclass(frozen=True)
class Value:
    """What a placeholder is replaced by; with an address it is a link."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Paragraph:
    parts: tuple[Value, ...]
    quotation: bool = False


def text_for(kind: str, rule: str) -> str:
    """The site's own words for this kind and rule, else for the kind, else the product's. One query."""
    own = {row.rule: row.text for row in NoticeText.objects.filter(kind=kind, rule__in=[rule, ""])}
    return own.get(rule) or own.get("") or str(TEXTS[kind])


def unknown_in(text: str) -> list[str]:
    """What stands in braces and is no placeholder."""
    return sorted({name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS})


def filled(text: str, values: Mapping[str, Value]) -> list[Paragraph]:
    """Its paragraphs, with the values in their places. One that names a value which is not there is left out."""
    found = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        names = [name for name in PLACEHOLDER.findall(block) if name in PLACEHOLDERS]
        if all(name in values and values[name].words for name in names):
            found.append(Paragraph(tuple(_parts(block.strip(), values)), block.strip() == "{comment}"))
    return found


def _parts(block: str, values: Mapping[str, Value]) -> Iterator[Value]:
    for place, piece in enumerate(PLACEHOLDER.split(block)):
        if place % 2 == 0:
            if piece:
                yield Value(piece)
        else:
            yield values.get(piece, Value(f"{{{piece}}}"))
