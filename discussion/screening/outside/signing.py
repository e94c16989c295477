"""How a service knows that a question is ours, and we that an answer is its own (docs/screening.md)."""

import hmac
from hashlib import sha256
from time import time

from discussion.screening.outside.asking import Reply

TIMESTAMP = "Broadsheet-Timestamp"
SIGNATURE = "Broadsheet-Signature"


def signature(secret: str, before: str, body: bytes) -> str:
    """`before`: what else is signed with the body: of a question its timestamp, of an answer the question's
    signature, so that neither can be used twice.
    """
    return "sha256=" + hmac.new(secret.encode(), f"{before}.".encode() + body, sha256).hexdigest()


def signed(secret: str, body: bytes) -> dict[str, str]:
    """The headers of a question."""
    timestamp = str(int(time()))
    return {TIMESTAMP: timestamp, SIGNATURE: signature(secret, timestamp, body)}


def is_signed(reply: Reply, secret: str, question: str) -> bool:
    """Whether it answers the question with that signature."""
    given = reply.headers.get(SIGNATURE, "")
    return hmac.compare_digest(given.encode(), signature(secret, question, reply.body).encode())
