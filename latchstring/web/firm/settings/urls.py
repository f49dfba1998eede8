from django.urls import path

from latchstring.web.firm.settings import views

urlpatterns = [path("settings/", views.settings, name="settings")]
