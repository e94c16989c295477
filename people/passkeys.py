"""allauth's forms for keys. Some malformed credentials make theirs fail with an error; ours refuse them."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms


class _Authenticate:
    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (KeyError, AttributeError, TypeError, ValueError) as malformed:
            raise get_adapter().validation_error("incorrect_code") from malformed


class AuthenticateForm(_Authenticate, forms.AuthenticateWebAuthnForm):
    pass


class LogInForm(_Authenticate, forms.LoginWebAuthnForm):
    pass


class ReauthenticateForm(_Authenticate, forms.ReauthenticateWebAuthnForm):
    pass


class AddForm(forms.AddWebAuthnForm):
    def clean(self) -> Any:
        try:
            return super().clean()
        except (KeyError, AttributeError, TypeError, ValueError) as malformed:
            raise get_adapter().validation_error("incorrect_code") from malformed
