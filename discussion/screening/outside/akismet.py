"""The protocol of Akismet (https://akismet.com/developers/), for it and for what speaks like it."""

from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from discussion.models.screening import Says
from discussion.screening.outside.asking import NoAnswer, Reply, post
from discussion.screening.outside.question import Answer, Question, readable

HELP = "X-akismet-debug-help"


def ask(question: Question) -> Answer:
    """Whether it is spam. Raises NoAnswer."""
    reply = _asked("comment-check", told(question))
    match reply.body.strip():
        case b"false":
            return Answer(Says.PUBLISH)
        case b"true" if reply.headers.get("X-akismet-pro-tip") == "discard":
            return Answer(Says.REFUSE, _("Akismet takes it for the worst kind of spam."))
        case b"true":
            return Answer(Says.HOLD, _("Akismet takes it for spam."))
    raise _failure(reply)


def check_key() -> None:
    """Raises NoAnswer where the key is not good for this site."""
    reply = _asked("verify-key", {"key": settings.AKISMET_KEY})
    if reply.body.strip() != b"valid":
        raise _failure(reply)


def told(question: Question) -> dict[str, str]:
    """What Akismet asks for; the e-mail address, which it can do without, only where the settings say so."""
    told = {
        "user_ip": question.address,
        "user_agent": question.agent,
        "permalink": question.article,
        "comment_type": question.kind,
        "comment_author": question.name,
        "comment_author_email": question.email if settings.SCREENING_PERSONAL else "",
        "comment_content": question.text,
        "comment_date_gmt": question.at.isoformat(),
        "comment_post_modified_gmt": question.article_at.isoformat() if question.article_at else "",
        "recheck_reason": "edit" if question.edited else "",
        "is_test": "1" if settings.DEMO else "",
    }
    return {name: value for name, value in told.items() if value}


def _asked(call: str, told: dict[str, str]) -> Reply:
    about = {
        "api_key": settings.AKISMET_KEY,
        "blog": settings.ORIGIN + "/",
        "blog_lang": settings.LANGUAGE_CODE,
        "blog_charset": "UTF-8",
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return post(urljoin(settings.AKISMET_URL, call), urlencode(about | told, errors="replace").encode(), headers)


def _failure(reply: Reply) -> NoAnswer:
    """Its own words are in a header, as "invalid" says little."""
    said = readable(reply.headers.get(HELP) or reply.headers.get("X-akismet-alert-msg") or "")
    body = readable(reply.body[:40].decode(errors="replace"))
    return NoAnswer((_("Akismet answered “%(body)s”. %(said)s") % {"body": body, "said": said}).strip())
