"""How urgent a comment is to moderators: a time, when it was said, moved forward by what makes it so. It does not
change while nobody does anything, and what was never urgent still comes up in its turn. The earliest is first.
"""

from typing import Any

from django.db.models import BigIntegerField, Func

REPORT = 24 * 3600 // 100  # seconds for each hundredth of a report's weight: a whole one is worth a day of waiting
VOTED_DOWN = 3600  # an hour for each vote that it is below nought
# How many it reaches: half an hour for each reply to it, ten minutes for each vote. Not for all below: what each reply
# in a tree changes stands in no index of PostgreSQL's (migration 0032).
REPLY, VOTE = 1800, 600
MOST_BY_VOTES, MOST_BY_REACH = 2 * 24 * 3600, 3 * 24 * 3600

SECONDS = {  # since 1970, by what both databases allow in an index
    "sqlite": "CAST((julianday({posted_at}) - 2440587.5) * 86400 AS INTEGER)",
    "postgresql": "CAST(EXTRACT(EPOCH FROM ({posted_at} AT TIME ZONE 'UTC')) AS BIGINT)",
}
LEAST = {"sqlite": "MIN", "postgresql": "LEAST"}
RANK = (
    "({seconds} - {report_weight} * {REPORT}"
    " - CASE WHEN {score} < 0 THEN {least}({MOST_BY_VOTES}, {score} * -{VOTED_DOWN}) ELSE 0 END"
    " - {least}({MOST_BY_REACH}, {reply_count} * {REPLY} + ({up} + {down}) * {VOTE}))"
)
NUMBERS = {
    "REPORT": REPORT,
    "VOTED_DOWN": VOTED_DOWN,
    "REPLY": REPLY,
    "VOTE": VOTE,
    "MOST_BY_VOTES": MOST_BY_VOTES,
    "MOST_BY_REACH": MOST_BY_REACH,
}
COLUMNS = ("posted_at", "report_weight", "score", "reply_count", "up", "down")


class Urgency(Func):
    """Written out, as the index of an expression is found by its words."""

    output_field = BigIntegerField()

    def __init__(self) -> None:
        super().__init__(*COLUMNS)

    def as_sql(self, compiler: Any, connection: Any, *_context: Any, **_more: Any) -> Any:
        compiled = [compiler.compile(column)[0] for column in self.get_source_expressions()]
        posted_at, names = compiled[0], dict(zip(COLUMNS, [f"CAST({one} AS BIGINT)" for one in compiled], strict=True))
        seconds = SECONDS[connection.vendor].format(posted_at=posted_at)
        return RANK.format(seconds=seconds, least=LEAST[connection.vendor], **names, **NUMBERS), []
