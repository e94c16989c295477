from django import template

from articles.waiting import Waiting, waiting_for

register = template.Library()


@register.simple_tag(takes_context=True)
def what_waits(context: template.Context) -> list[Waiting]:
    return waiting_for(context["request"])
