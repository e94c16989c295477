"""Which e-mail addresses and networks a pattern means. Patterns are few and are matched here, not by the database."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.utils.translation import gettext as _

# What a provider hands out as a whole; more would keep out a country.
WIDEST = {4: 16, 6: 32}
MOST_STARS = 4
SHORTEST_NAME = 3  # characters of a local part that stands for people at any domain
GMAIL = "gmail.com"
ALIASES = {"googlemail.com": GMAIL}


class BadPattern(ValueError):
    """Carries a sentence for who typed it."""


def email_pattern(text: str) -> str:
    """As it is kept. Raises BadPattern for what is none, or means nearly everybody."""
    pattern = re.sub(r"\*+", "*", text.strip().lower())
    if not re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+", pattern) or not pattern.isprintable():
        raise BadPattern(_("Write an e-mail address, with * for any characters: *@example.org"))
    local, domain = pattern.split("@")
    if "+" in local:
        raise BadPattern(_("Leave out the + and what follows it: it is passed over in addresses anyway."))
    if pattern.count("*") > MOST_STARS:
        raise BadPattern(_("At most %(count)d stars.") % {"count": MOST_STARS})
    labels = [label for label in domain.replace("*", "").split(".") if label]
    if len(labels) < 2 and len(local.replace("*", "")) < SHORTEST_NAME:
        raise BadPattern(_("That would keep out nearly everybody. Name a domain, or more of the name."))
    return _folded(pattern)


def network(text: str) -> str:
    """As it is kept, in CIDR notation. Raises BadPattern for what is none, or is too wide."""
    try:
        known = _unmapped(ip_network(text.strip(), strict=False))
    except ValueError:
        words = _("Write a network address: 203.0.113.7, 203.0.113.0/24 or 2001:db8::/48")
        raise BadPattern(words) from None
    widest = WIDEST[known.version]
    if known.prefixlen < widest:
        raise BadPattern(_("That is too wide: at most a /%(prefix)d.") % {"prefix": widest})
    return str(known)


def email_matches(pattern: str, email: str) -> bool:
    """Whatever its letters' case, what follows a + in it and, at Gmail, where its dots are."""
    expression = re.compile(".*".join(re.escape(part) for part in pattern.split("*")), re.DOTALL)
    return any(expression.fullmatch(one) for one in {email.lower(), _folded(email.lower())})


def network_holds(pattern: str, address: str) -> bool:
    """An IPv4 address counts as such when it comes as an IPv6 one."""
    try:
        known = ip_address(address)
    except ValueError:
        return False
    mapped: IPv4Address | IPv6Address = getattr(known, "ipv4_mapped", None) or known
    return mapped in ip_network(pattern)


def _folded(email: str) -> str:
    local, _at, domain = email.rpartition("@")
    domain = ALIASES.get(domain, domain)
    local = local.split("+")[0]
    return f"{local.replace('.', '') if domain == GMAIL else local}@{domain}"


def _unmapped(known: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    mapped = getattr(known.network_address, "ipv4_mapped", None)
    if mapped is None:
        return known
    return IPv4Network((mapped, max(known.prefixlen - 96, 0)), strict=False)
