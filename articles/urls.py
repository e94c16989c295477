from django.urls import path

from articles import views

app_name = "articles"
urlpatterns = [
    path("", views.front, name="front"),
    path("sections/<slug:slug>/", views.section, name="section"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("articles/<slug:slug>/versions/<int:number>/", views.version, name="version"),
    path("articles/<slug:slug>/preview/", views.preview, name="preview"),
]
