from django.contrib import admin
from django.urls import include, path

from config import health, media
from operation import metrics

urlpatterns = [
    path("", include("discussion.urls")),
    path("", include("articles.urls")),
    path("accounts/", include("people.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("admin/", admin.site.urls),
    path("media/<path:path>", media.picture),
    path("healthz", health.process),
    path("readyz", health.ready),
    path("metrics", metrics.page),
]
handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler500 = "config.errors.failed"
