from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from discussion.importers.demo import load_demo
from discussion.screening.classifier.training import ask_for_training


class Command(BaseCommand):
    help = "Loads the demo into an empty site: articles, discussions and three accounts, whose passwords it prints."

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo and its accounts exist only where BROADSHEET_DEMO is on.")
        if Article.objects.exists():
            self.stdout.write("There are articles already; nothing was changed.")
            return
        accounts = load_demo(settings.BASE_DIR / "seeds")
        ask_for_training()
        self.stdout.write("Demo accounts (handle: password), told this once:")
        for handle, password in accounts.items():
            self.stdout.write(f"  {handle}: {password}")
