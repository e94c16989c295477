"""What has left is forgotten, step by step: to whom, and then that it did."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from discussion.models import Mail
from discussion.notifications.pacing import ADDRESS_KEPT, ROW_KEPT

AT_A_TIME = 1000


def tidy() -> bool:
    """A Round. Some rows at a time, so that no mail waits for it; True: there may be more."""
    now = timezone.now()
    old = Q(sent_at__lt=now - ROW_KEPT) | Q(failed_at__lt=now - ROW_KEPT)
    deleted, _by_model = _some(Mail.objects.filter(old)).delete()
    nameless = Mail.objects.filter(sent_at__lt=now - ADDRESS_KEPT).exclude(address="")
    blanked = _some(nameless).update(address="")
    return AT_A_TIME in (deleted, blanked)


def _some(mails: QuerySet[Mail]) -> QuerySet[Mail]:
    return Mail.objects.filter(pk__in=list(mails.order_by().values_list("pk", flat=True)[:AT_A_TIME]))
