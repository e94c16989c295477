"""Links are what most spam is for: many of them, to hosts that a site does not want, or from somebody new."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discussion.models.screening import Says
from discussion.screening.draft import Draft
from discussion.screening.hosts import folded, hosts_in, listed, within
from discussion.screening.rule import Finding, Mode, Options, Rule, option

NAMED = 3  # hosts in a reason
LONGEST = 60  # characters of one of them


@dataclass(frozen=True)
class Limits(Options):
    most: int = option(5, gettext_lazy("most links to other sites in one comment"), 0, 1000)
    newcomers: int = option(
        0, gettext_lazy("most links from somebody new: of whom no more is out than waits or was rejected"), 0, 1000
    )
    trusted: str = option("", gettext_lazy("hosts that never count"))
    blocked: str = option("", gettext_lazy("hosts that are refused"))


def find(draft: Draft, limits: Limits) -> Finding | None:
    """A host that is both trusted and blocked is blocked. A comment that is out does not make its own writer known: he
    could put into it later what he could not say at first. Links that stood there before are no news.
    """
    hosts = _news(draft)
    blocked = listed(limits.blocked)
    bad = [host for host in hosts if within(host, blocked)]
    if bad:
        reason = _("It links to %(hosts)s, which is blocked.") % {"hosts": _named(bad)}
        return Finding(reason, _("It links to a site that is not welcome here."), says=Says.REFUSE)
    trusted = listed(limits.trusted) | {folded(urlsplit(settings.ORIGIN).hostname or "")}
    foreign = [host for host in hosts if not within(host, trusted)]
    if len(foreign) > limits.most:
        said = _("There are many links in it. Please keep those that matter most.")
        return Finding(_counted(foreign, limits.most), said)
    if len(foreign) > limits.newcomers and not draft.known:
        said = _("Links in the first comment of somebody new are looked at by a moderator.")
        reason = _counted(foreign, limits.newcomers)
        return Finding(f"{reason} {_('No more of the writer’s comments are out than wait or were rejected.')}", said)
    return None


def _news(draft: Draft) -> list[str]:
    """The hosts of its links, but for those that he was answered with, or that the comment had before."""
    hosts = hosts_in(draft.source)
    if not hosts:
        return []
    before = [one.words for one in (draft.parent, draft.comment) if one]
    known = {host for source in before for host in hosts_in(source)}
    return [host for host in hosts if host not in known]


def _counted(hosts: Sequence[str], most: int) -> str:
    reason = ngettext(
        "%(count)d link to another site (%(hosts)s); the limit is %(most)d.",
        "%(count)d links to other sites (%(hosts)s); the limit is %(most)d.",
        len(hosts),
    )
    return reason % {"count": len(hosts), "hosts": _named(hosts), "most": most}


def _named(hosts: Sequence[str]) -> str:
    names = list(dict.fromkeys(host[:LONGEST] for host in hosts))
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


LINKS = Rule(
    code="links",
    title=gettext_lazy("Links"),
    about=gettext_lazy("Many links, links from somebody new, and links to hosts that are not wanted here."),
    find=find,
    mode=Mode.ON,
    says=Says.HOLD,
    options=Limits,
)
