"""What it means that a mail was not taken."""

import smtplib
from dataclasses import dataclass

PERMANENT = 500
NOBODY_THERE = {550, 551, 553}


@dataclass(frozen=True)
class Failure:
    words: str
    final: bool = False
    of_address: bool = False  # there is nobody of that name: no other mail is worth a try
    of_server: bool = False  # so does every other mail fail now


def failure_of(error: Exception) -> Failure:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return Failure(_said(code, words), final=code >= PERMANENT, of_address=_is_hard(code, words))
    if isinstance(error, smtplib.SMTPDataError):
        return Failure(_said(error.smtp_code, error.smtp_error), final=error.smtp_code >= PERMANENT)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Failure(str(error), final=True)  # an address that this server cannot even be told
    if isinstance(error, OSError):  # no connection, or what smtplib says of one: log-in, sender, end
        return Failure(repr(error), of_server=True)
    return Failure(repr(error))


def gist(error: Exception) -> str:
    """For the log, which nobody erases anybody from: servers repeat the address in their words, and errors of ours
    what a mail says. Those words are in the row of the mail.
    """
    code = getattr(error, "smtp_code", "")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    return f"{type(error).__name__} {code}".strip()


def _is_hard(code: int, words: bytes | str) -> bool:
    """By the enhanced code (RFC 3463) where there is one: a 550 is as often an opinion about the mail."""
    text = _text(words).split(" ")[0]
    if text.count(".") == 2 and text.replace(".", "").isdigit():
        return text.startswith("5.1.")
    return code in NOBODY_THERE


def _said(code: int, words: bytes | str) -> str:
    return f"{code} {_text(words)}"


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words
