from django.urls import path

from people import views

urlpatterns = [
    path("name/", views.name, name="account_name"),
    path("close/", views.close, name="account_close"),
    path("closed/", views.closed, name="account_closed"),
    path("sessions/<int:pk>/", views.session, name="account_session"),
]
