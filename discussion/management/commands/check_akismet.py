from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from discussion.models import ScreeningRule
from discussion.screening.outside import AKISMET
from discussion.screening.outside.akismet import check_key
from discussion.screening.outside.asking import NoAnswer


class Command(BaseCommand):
    help = "Asks Akismet whether the key of the settings is good for this site."

    def handle(self, **options: Any) -> None:
        if not settings.AKISMET_KEY:
            raise CommandError("BROADSHEET_AKISMET_KEY is not set; nobody is asked.")
        try:
            check_key()
        except NoAnswer as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write(f"The key is good for {settings.ORIGIN}/.")
        row = ScreeningRule.objects.filter(code=AKISMET.code).first()
        if (row.mode if row else AKISMET.mode) == ScreeningRule.Mode.OFF:
            self.stdout.write("The rule “Akismet” of screening is off: nobody is asked about comments.")
