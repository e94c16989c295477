"""The two places of a comment that hold what is its reader's own. A thread's HTML is made once for everybody, with
a slot at each of them; what belongs there is put in for each reader, so that it is there without script.
"""

import re
from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from discussion.conversation.line import Line

# Text of readers can hold no HTML comment: all of it is escaped or cleaned.
SLOT = re.compile(r"<!--(mark|actions) (\d+)-->")


def shared_html(lines: list[Line]) -> SafeString:
    """The thread with its slots; afterwards `lines` hold what a stranger finds in them."""
    for line in lines:
        line.mark, line.actions = mark_safe(f"<!--mark {line.id}-->"), mark_safe(f"<!--actions {line.id}-->")
    html = thread_html(lines)
    fill(lines)
    return html


def fill(lines: Iterable[Line]) -> None:
    """Renders what the slots of these lines hold for the reader whose `own` they carry."""
    for line in lines:
        line.mark = line.actions = ""
        if line.own.new or line.own.muted:
            line.mark = render_to_string("discussion/_mark.html", {"line": line})
        if not line.gone:
            line.actions = render_to_string("discussion/_actions.html", {"line": line})


def splice(html: str, lines: list[Line]) -> SafeString:
    held = {"mark": {line.id: line.mark for line in lines}, "actions": {line.id: line.actions for line in lines}}
    return mark_safe(SLOT.sub(lambda slot: held[slot[1]][int(slot[2])], html))


def thread_html(lines: list[Line]) -> SafeString:
    return render_to_string("discussion/_thread.html", {"lines": lines})
