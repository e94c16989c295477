"""What somebody with a browser does to his account, and what his authenticator app shows."""

import base64
import hmac
import time

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

PASSWORD = "correct horse"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def log_in(client, login, password=PASSWORD, then=""):
    return client.post("/accounts/login/", {"login": login, "password": password, "next": then})


def logged_in(user, agent=FIREFOX):
    """A browser in which he is, by the log-in form."""
    client = Client(HTTP_USER_AGENT=agent)
    assert log_in(client, user.handle).status_code == 302
    return client


def prove_it(client, password=PASSWORD):
    """Gives the password once more, as pages ask that concern the safety of the account."""
    return client.post("/accounts/reauthenticate/", {"password": password})


def is_in(client):
    return client.get("/accounts/name/").status_code == 200


def set_up_app(user):
    TOTP.activate(user, SECRET)


def code(secret=SECRET, at=None):
    """RFC 6238: six digits of HMAC-SHA1 over the number of the half minute."""
    half_minute = int((at or time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), half_minute.to_bytes(8), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 1_000_000:06}"
