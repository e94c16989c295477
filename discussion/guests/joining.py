"""How somebody who is not logged in gets a voice."""

from django.utils import timezone

from discussion.models import Voice
from kit.contention import patiently
from people import names


def check_guest_name(name: str) -> None:
    """Raises ValidationError: for what can be no name, and where readers could take him for somebody else. One
    query.
    """
    names.check_name(name)
    names.check_not_reserved(name)
    names.check_not_of_anybody(name)


@patiently
def join(*, name: str, email: str, guest: Voice | None = None) -> Voice:
    """A new voice, or `guest` with the name that he had not given: he has only voted so far, or been told of
    comments. An address that he has stays his. The same address in another browser is another voice.
    """
    check_guest_name(name)
    if guest is None:
        return Voice.objects.create(name=name, email=email)
    unnamed = Voice.objects.select_for_update(no_key=True).get(pk=guest.pk)
    if not unnamed.name:
        unnamed.name, unnamed.email = name, unnamed.email or email
        unnamed.heard_at = timezone.now()
        unnamed.save(update_fields=["name", "email", "heard_at"])
    return unnamed


def join_silently() -> Voice:
    """Of somebody who has only voted."""
    return Voice.objects.create(name="", email="")
