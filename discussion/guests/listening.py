"""Being told of what is said without an account, at an address that nobody has proved yet. Nothing is sent there
but the question whether that is wanted: mails go to voices alone whose address is proved.
"""

from django.db.models import Q

from discussion.guests.proving import ask_for_proof
from discussion.models import Comment, Subscription, Thread, Voice
from discussion.subscribing import subscribe
from kit.contention import patiently


@patiently
def follow(
    *,
    email: str,
    thread: Thread,
    kind: Subscription.Kind,
    pace: Subscription.Pace,
    comment: Comment | None = None,
    guest: Voice | None = None,
    address: str = "",
) -> None:
    """A subscription that waits for an answer from `email`, which is asked for by mail: once, however often the same
    is asked for. `guest`: whom the browser speaks as, if anybody; `address`: of
    the network. Raises NotAllowed.
    """
    Thread.objects.lock(thread.pk)  # or the same form, sent twice at once, would ask twice
    asked = Subscription.objects.filter(thread=thread, kind=kind, pace=pace, comment=comment)
    if guest and guest.email == email:
        voice = guest
    else:
        waiting = asked.filter(_listens("voice"), voice__email=email).select_related("voice").first()
        voice = waiting.voice if waiting else listen(email=email)
    subscribe(by=voice, thread=thread, kind=kind, comment=comment, pace=pace, address=address)
    ask_for_proof(voice)


def listen(*, email: str) -> Voice:
    """Somebody new, who only listens. Also where the address has voices already, proved or not: else who knows an
    address could ask for mails in its name, or have them confirmed with what its owner asked for himself.
    """
    return Voice.objects.create(name="", email=email)


def _listens(path: str) -> Q:
    """Has said nothing, is not proved, and no browser speaks as it."""
    return Q(**{f"{path}__user": None, f"{path}__name": "", f"{path}__proved_at": None, f"{path}__devices": None})
