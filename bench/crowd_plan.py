"""Three tables for those of a crowd to be made of: shapes of trees, texts, and which tree has which shape."""

from datetime import timedelta

from django.db import connection

from bench.crowd_shapes import COLUMNS, shapes, texts
from bench.crowd_sql import execute, made


def plan(cast, numbers, chance, first):
    large, *common = shapes(chance, numbers.in_the_large_tree)
    moment = "timestamptz" if connection.vendor == "postgresql" else "datetime"
    trees = {"tree": "bigint", "thread": "bigint", "shape": "integer", "first": "bigint", "before": "integer"}
    trees |= {"begun": moment, "step": "integer"}
    made("crowd_shape", COLUMNS, [row for shape in (large, *common) for row in shape.rows])
    words = {"words": "integer", "source": "text", "html": "text", "renderer": "integer"}
    made("crowd_text", words, [(key, *row) for key, row in enumerate(texts(chance))])
    made("crowd_tree", trees, _trees(cast, chance, first, large, common))
    execute("CREATE INDEX crowd_shape_key ON crowd_shape (shape, node)")
    execute("CREATE INDEX crowd_text_key ON crowd_text (words)")


def _trees(cast, chance, first, large, common):
    """One after the other, until each thread has its comments."""
    from discussion.models import Comment

    tree, by_size = max([0, *Comment.objects.order_by("-tree_id").values_list("tree_id", flat=True)[:1]]) + 1, {}
    for shape in common:
        by_size.setdefault(shape.size, shape)
    alone = by_size[1]
    for thread, since, size in cast.threads:
        span, before = min(timedelta(days=14), (cast.now - since) * 0.8), 0
        while before < size:
            shape = large if thread == cast.large and not before else chance.choice(common)
            shape = shape if shape.size <= size - before else alone
            begun = since + span * (before / size) ** 2
            step = min(60, int((cast.now - begun).total_seconds() / (shape.size + 1)))
            moment = connection.ops.adapt_datetimefield_value(begun.replace(microsecond=0))
            yield tree, thread, shape.key, first, before, moment, step
            tree, first, before = tree + 1, first + shape.size, before + shape.size
