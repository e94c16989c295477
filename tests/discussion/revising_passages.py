"""What a worker of test_passages_storms.py does: comments on words of the text as it last saw it, or revises it."""

import random
import traceback
from collections import Counter
from uuid import UUID

from django.db import transaction

from articles.models import Article
from articles.revising import revise
from articles.saving import saved
from discussion.models import Thread, Voice
from discussion.passages import Chosen
from discussion.permissions import NotAllowed
from discussion.posting import post_comment


def work(*, seed, thread, count, voice=None):
    """Posts with a voice, and otherwise revises."""
    chance, outcomes, tracebacks = random.Random(seed), Counter(), []
    thread = Thread.objects.select_related("article").get(pk=thread)
    for _ in range(count):
        try:
            act = post(chance, thread, voice) if voice else save(chance, thread.article_id)
        except NotAllowed:
            outcomes["refused"] += 1  # the words went in between
        except Exception:  # noqa: BLE001  whatever it is, the test reads it
            tracebacks.append(traceback.format_exc())
        else:
            outcomes[act] += 1
    return {"outcomes": outcomes, "tracebacks": tracebacks}


def post(chance, thread, voice):
    words = chance.choice(Article.objects.get(pk=thread.article_id).body.split("</p>")[:-1]).removeprefix("<p>")
    start = chance.randrange(max(1, len(words) - 12))
    post_comment(
        thread=thread,
        by=Voice.objects.get(pk=voice),
        source="About these words.",
        client_id=UUID(int=chance.getrandbits(128), version=4),
        chosen=Chosen(words[start : start + 12].strip(), start=start),
    )
    return "posted"


@transaction.atomic
def save(chance, pk):
    article = Article.objects.select_for_update().get(pk=pk)
    parts = [f"{part}</p>" for part in article.body.split("</p>")[:-1]]
    chance.shuffle(parts)
    if len(parts) > 4 and chance.random() < 0.5:
        parts.pop()
    else:
        parts.append(f"<p>Since {chance.randrange(10**6)} the ferry has run {chance.randrange(10**6)} times.</p>")
    article.body = "".join(parts)
    article.save()
    revise(article, by=None)
    saved(article)
    return "saved"
