"""Whether a page was made, or one that was kept handed out."""

from contextlib import contextmanager

from django.test.signals import template_rendered


@contextmanager
def pages_made():
    """The templates of the front page, of articles and of comments that are rendered meanwhile."""
    names = []

    def note(template, **_):
        if template.name in ("articles/article.html", "articles/front.html", "discussion/comment.html"):
            names.append(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)
