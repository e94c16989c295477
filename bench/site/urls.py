from django.http import HttpResponse
from django.urls import path

from articles.models import Article
from config import urls
from config.urls import handler400, handler403  # noqa: F401


def empty(request):
    return HttpResponse()


def one_row(request, pk):
    return HttpResponse(Article.objects.values_list("slug", flat=True).get(pk=pk))


urlpatterns = [path("-/empty", empty), path("-/row/<int:pk>", one_row), *urls.urlpatterns]
