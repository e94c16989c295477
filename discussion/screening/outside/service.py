"""A service that speaks our own protocol (docs/screening.md): JSON in, a verdict out."""

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from discussion.models.screening import Says
from discussion.screening.outside.asking import NoAnswer, Reply, post
from discussion.screening.outside.question import Answer, Question, readable
from discussion.screening.outside.signing import SIGNATURE, is_signed, signed

VERSION = 1


def ask(question: Question) -> Answer:
    """Raises NoAnswer."""
    body = json.dumps(_told(question)).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    headers |= signed(settings.SCREENING_SECRET, body)
    reply = post(settings.SCREENING_URL, body, headers)
    if settings.SCREENING_SIGNED and not is_signed(reply, settings.SCREENING_SECRET, headers[SIGNATURE]):
        raise NoAnswer(_("The answer is not signed with our secret."))
    return _read(reply)


def _told(question: Question) -> dict[str, Any]:
    told = {
        "version": VERSION,
        "text": question.text,
        "name": question.name,
        "member": question.member,
        "article": question.article,
        "kind": question.kind,
        "edited": question.edited,
        "language": settings.LANGUAGE_CODE,
        "at": question.at.isoformat(),
    }
    if settings.SCREENING_PERSONAL:
        told |= {"network_address": question.address, "email": question.email}
    return told


def _read(reply: Reply) -> Answer:
    if reply.headers.get_content_type() != "application/json":
        raise NoAnswer(_("The answer is not application/json."))
    try:
        answer = json.loads(reply.body)
    except (ValueError, RecursionError) as failure:
        raise NoAnswer(_("The answer is no JSON.")) from failure
    verdict = answer.get("verdict") if isinstance(answer, dict) else None
    if not isinstance(verdict, str) or verdict not in Says.values:
        raise NoAnswer(_("The answer has no verdict that we know."))
    reason = answer.get("reason", "")
    return Answer(Says(verdict), readable(reason) if isinstance(reason, str) else "")
