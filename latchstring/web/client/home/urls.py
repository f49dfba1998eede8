from django.urls import path

from latchstring.web.client.home import views

urlpatterns = [
    path("", views.home, name="portal-home"),
    path("<uuid:client_id>/", views.record, name="portal-client"),
]
