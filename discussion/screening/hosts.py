"""Names of hosts as browsers understand them, found in a text however they are spelled."""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote

# What stands behind the last dot of a host that is written without "http" or "www". No list of all: a missing space
# after a full stop is more common than a site in Italy ("gone.It is").
ENDS = (
    "com|net|org|info|biz|edu|gov|xyz|top|online|site|website|shop|store|club|live|icu|vip|app|dev|link|click|blog|news"
    "|pro|world|space|fun|win|bet|casino|loan|agency|digital|life|today|tech|cloud|page|io|tv|cc|ru|su|cn|tk|ml|ga|cf|gq"
    "|uk|eu|pl|ua|br|jp|kr|fr|nl|ch|cz|tr|ir|de|рф|укр|中国|公司|网络"
)
# In words a dot may be meant for nothing but that: what people say of a time or an economy is no host.
SPOKEN_ENDS = "com|net|org|info|biz|xyz|top|shop|club|online|site|ru"
_DOT_WORDS = "dot|d0t|punkt|punto|ponto|точка|nokta"
_NO_HOST = "the|a|an|of|this|that|first|second|old|new|big|un|le|el|il|ein|der|dem|den"
_ERA = "bubble|boom|bust|crash|era|years|crisis|compan|domain|blase|krise|billionaire|million"

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOTS = "[.\u3002\uff0e\uff61]"
_SCHEME = re.compile(
    r"\b(?:https?|hxxps?|h\*\*ps?|ftp):[/\\]*(\[[\d:.a-f]+\]|[^\s/\\?#<>\"'`()|*{}^,;\[\]]{1,300})", re.IGNORECASE
)
_RELATIVE = re.compile(r"(?<=\]\()<?[/\\]{2,}([^\s/\\?#<>\"'()]{1,300})")
_WWW = re.compile(rf"(?<![\w@.:/\\-])(www\d?{_DOTS}{_LABEL}(?:{_DOTS}{_LABEL}){{0,9}})", re.IGNORECASE)
_MAIL = re.compile(rf"(?<=\w)@({_LABEL}(?:\.{_LABEL}){{1,9}})")
_BARE = re.compile(rf"(?<![\w@.:/\\-])((?:{_LABEL}\.){{1,9}}(?:{ENDS}))(?![\w-]|\.[^\W_])", re.IGNORECASE)
_SPELLED = re.compile(
    rf"(?<![\w.-])(?:({_LABEL})\s?(?:[\[({{]\s?(?:\.|{_DOT_WORDS})\s?[\])}}])\s?({ENDS})"
    rf"|(?!(?:{_NO_HOST})\b)({_LABEL})\s(?:{_DOT_WORDS})\s({SPOKEN_ENDS}))\b(?!\s(?:{_ERA}))",
    re.IGNORECASE,
)
# Where one is asked to come by a name or a number there: "@ann on Telegram", "WhatsApp +49 151 ...".
_MESSENGERS = (
    "telegram|whats\\s?app|viber|wechat|snapchat|skype|discord|телеграм\\w*|телеге|ватсап\\w*|вотсап\\w*|вайбер\\w*"
    "|微信|واتساب|تيليجرام"
)
_CALL = r"(?<![\w@])(?:@[\w.]{3,40}|[+0]\d?(?:[ ()./-]{0,2}\d){7,14})"
_CALLED = re.compile(
    rf"(?:{_CALL}[^\n@]{{0,25}}?\b({_MESSENGERS})|\b({_MESSENGERS})\b[^\n@\d]{{0,25}}?{_CALL})", re.IGNORECASE
)


def folded(host: str) -> str:
    """One spelling for all that lead to the same place: lower case, ASCII, without user, port and last dot. Never
    raises.
    """
    host = unicodedata.normalize("NFKC", unquote(host)).lower().rpartition("@")[2]
    host = re.sub(_DOTS, ".", host)
    host = re.sub(r":\d*$", "", host).strip(".")
    return ".".join(_ascii(label) for label in host.split("."))


def listed(lines: str) -> frozenset[str]:
    """Hosts as an administrator lists them, one a line; an address of a page counts as its host."""
    hosts = (re.sub(r"^[\w+-]+:/*", "", line.strip()).split("/")[0] for line in lines.splitlines())
    return frozenset(folded(host.removeprefix("*.").removeprefix("www.")) for host in hosts) - {""}


def within(host: str, hosts: Iterable[str]) -> bool:
    """Whether it is one of these, or below one: www.example.com is below example.com, badexample.com is not."""
    return any(host == one or host.endswith(f".{one}") for one in hosts)


def hosts_in(source: str) -> list[str]:
    """Those of its links, folded, in their order; a messenger where one is to write to somebody counts as one. Linear:
    no pattern looks further than one host.
    """
    text = unescape(_INVISIBLE.sub("", _ESCAPED.sub(r"\1", source)))
    found: dict[int, str] = {}
    for pattern in (_SCHEME, _RELATIVE, _WWW, _MAIL, _BARE, _SPELLED, _CALLED):
        for match in pattern.finditer(text):
            found[match.start()] = folded(".".join(group for group in match.groups() if group))
        text = pattern.sub(_blank, text)
    return [found[at] for at in sorted(found) if found[at]]


def _blank(match: "re.Match[str]") -> str:
    """So that no second pattern finds the same."""
    return " " * len(match[0])


def _ascii(label: str) -> str:
    if label.isascii():
        return label
    return "xn--" + label.encode("punycode", "replace").decode("ascii")
