from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        from articles import waiting

        waiting.register(waiting.scheduled_articles)
        waiting.register(waiting.drafts)
