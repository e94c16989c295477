from django.apps import AppConfig
from django.db.backends.signals import connection_created


class OperationConfig(AppConfig):
    name = "operation"

    def ready(self) -> None:
        from django_tasks.signals import task_finished, task_started

        from articles.rounds import ROUNDS, Round
        from operation import slow_queries, tasks
        from operation.pruning import prune

        connection_created.connect(slow_queries.watch, dispatch_uid="slow_queries")
        task_started.connect(tasks.begin, dispatch_uid="begin")
        task_finished.connect(tasks.end, dispatch_uid="end")
        ROUNDS.append(Round(prune, every=3600))
