"""Asks what changed in a thread, as a page does that is open."""

import re

from django.test import Client

from discussion.models import Thread


def browser(user=None):
    """On a process of its own, which has not asked after any thread yet."""
    client = Client()
    if user:
        client.force_login(user)
    return client


def process_that_told(under):
    """A browser on a process that needs no view for what it tells strangers."""
    client = browser()
    poll(client, under, 0)
    return client


def version(under):
    return Thread.objects.values_list("version", flat=True).get(pk=under.pk)


def poll(client, under, since, known=None, **query):
    headers = {} if known is None else {"if-none-match": f'"{known}"'}
    return client.get(f"/threads/{under.pk}/changes", {"since": since, **query}, headers=headers)


def told(under, since, user=None):
    response = poll(browser(user), under, since)
    assert response.status_code == 200
    return response.json()


def shown(under, since, user=None):
    """The comments that are handed out, each with what it answers."""
    html = poll(browser(user), under, since, show=1).content.decode()
    items = re.findall(r'<li data-parent="(\d*)">\s*<article [^>]*id="comment-(\d+)"', html)
    return [(int(pk), int(parent or 0)) for parent, pk in items]
