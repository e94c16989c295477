"""The log-in form. In a file of its own, because allauth reads forms.py before its own forms are there."""

from typing import Any

from allauth.account.forms import LoginForm

from people.names import normal_handle


class LogInForm(LoginForm):
    def clean_login(self) -> str:
        login: str = super().clean_login()
        return login if "@" in login else normal_handle(login)

    def user_credentials(self) -> dict[str, Any]:
        """As an address or as a handle, never as both, as allauth would: that would check the password of a known
        address twice, and the time it takes would tell that it is known.
        """
        credentials: dict[str, Any] = super().user_credentials()
        if "email" in credentials:
            credentials.pop("username", None)
        return credentials
