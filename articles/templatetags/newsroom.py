from django import template

from articles import beside
from articles.models import Article
from articles.waiting import Waiting, waiting_for

register = template.Library()


@register.simple_tag(takes_context=True)
def what_waits(context: template.Context) -> list[Waiting]:
    return waiting_for(context["request"])


@register.simple_tag(takes_context=True)
def links_beside(context: template.Context, article: Article) -> list[beside.Link]:
    return beside.links_beside(context["request"], article)
