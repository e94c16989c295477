"""What somebody says himself: without what he quotes, the addresses that he links to, and code."""

import re

_QUOTED = re.compile(r"^ {0,3}>.*$", re.MULTILINE)
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_ADDRESS = re.compile(r"\b(?:[a-z]{2,6}:[/\\]{1,2}|www\.)\S+", re.IGNORECASE)


def own_words(source: str) -> str:
    """Linear, whatever the text."""
    for pattern in (_CODE, _QUOTED, _ADDRESS):
        source = pattern.sub(" ", source)
    return source
