from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from discussion.models import Mail, Suppressed

NAMED = 20


class Command(BaseCommand):
    help = "What waits in the outbox, what is due, what was given up and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--retry",
            action="store_true",
            help="Mails that were given up are due again, and their addresses are no longer taken for dead.",
        )

    def handle(self, *, retry: bool, **options: Any) -> None:
        if retry:
            self.stdout.write(f"{_retry()} mails are due again.")
        now = timezone.now()
        mails = Mail.objects
        self._tell("due", mails.due(now), "due_at")
        self._tell("in the hands of a worker", mails.open().filter(lease_until__gt=now), "due_at")
        self._tell("waiting for their time", mails.open().filter(due_at__gt=now), "due_at")
        self._tell("given up", mails.failed(), "failed_at")
        for mail in mails.failed().order_by("failed_at", "pk")[:NAMED]:
            self.stdout.write(f"  {mail.pk}, {mail.kind}, to {mail.address}, {mail.attempts} attempts: {mail.error}")
        self.stdout.write(f"{Suppressed.objects.count()} addresses to which nothing is sent any more")

    def _tell(self, what: str, mails: QuerySet[Mail], since: str) -> None:
        oldest = mails.order_by(since).values_list(since, flat=True).first()
        when = f", the oldest of {timezone.localtime(oldest):%Y-%m-%d %H:%M}" if oldest else ""
        kinds = mails.order_by("kind").values_list("kind").annotate(count=Count("pk"))
        named = ", ".join(f"{count} {kind}" for kind, count in kinds)
        self.stdout.write(f"{mails.count()} {what}{when}" + (f" ({named})" if named else ""))


@transaction.atomic
def _retry() -> int:
    failed = Mail.objects.failed()
    Suppressed.objects.filter(address__in=failed.values("address")).delete()
    return failed.update(failed_at=None, attempts=0, due_at=timezone.now(), lease_until=None)
