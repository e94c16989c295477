"""Whether somebody may have an account here with the address that he gives. Passwords are sent to banned addresses all
the same: who has an account can take his data along, and close it.
"""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm, SignupForm
from allauth.core import context
from django.core.exceptions import ValidationError

# Called with an e-mail address and the network's: a sentence why not, or nothing. Who has something to say adds one.
UNWELCOME: list[Callable[[str, str], str]] = []


class SignUpForm(SignupForm):
    def clean_email(self) -> str:
        return _welcome(super().clean_email())


class NewAddressForm(AddEmailForm):
    def clean_email(self) -> str:
        return _welcome(super().clean_email())


def _welcome(email: str) -> str:
    network = str(get_adapter().get_client_ip(context.request))
    for objection in UNWELCOME:
        if reason := objection(email, network):
            raise ValidationError(reason)
    return email
